import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { createJobsClient, type JobsClient, type PagePresence } from '../../../src/overtime/client.ts';
import type { SupabaseChannels } from '../../../src/overtime/client/job-messages.ts';
import type { JobSnapshot } from '../../../src/overtime/job.ts';
import { recordedClock } from './recorded-clock.ts';

export const supabaseUrl = 'https://project.test';
export const userId = '5e0c2f6e-7f3b-4d55-9a11-0b8f6f0f7a01';

type Handler = (request: Request) => Response | Promise<Response>;

export interface Rig {
  readonly client: JobsClient;
  readonly supabase: SupabaseClient;
  readonly clock: ReturnType<typeof recordedClock>;
  /** Every request to the jobs API, in order. */
  readonly requests: Request[];
  /** Every request to Supabase, in order. */
  readonly supabaseRequests: Request[];
}

/**
 * A jobs client on a real supabase-js client, with the two servers played by functions. `answers`
 * are used up call by call; the last one stays.
 */
export function clientRig(
  answers: readonly Handler[],
  options: {
    signedIn?: boolean;
    presence?: PagePresence;
    onSupabase?: Handler;
    /** Played in place of supabase-js' own channels. */
    channels?: SupabaseChannels;
    /** Where the functions are, where it is not their direct paths. */
    paths?: { basePath: string; jobsFunction: string };
  } = {},
): Rig {
  const requests: Request[] = [];
  const supabaseRequests: Request[] = [];
  const clock = recordedClock();
  const stored = new Map<string, string>();
  if (options.signedIn ?? true) stored.set('session', JSON.stringify(session('token-1')));
  const supabase = createClient(supabaseUrl, 'sb_publishable_test', {
    auth: {
      autoRefreshToken: false,
      detectSessionInUrl: false,
      persistSession: true,
      storageKey: 'session',
      storage: {
        getItem: (key) => stored.get(key) ?? null,
        setItem: (key, value) => void stored.set(key, value),
        removeItem: (key) => void stored.delete(key),
      },
    },
    global: {
      fetch: async (input, init) => {
        const request = new Request(input, init);
        supabaseRequests.push(request.clone());
        return (options.onSupabase ?? (() => json(session('token-2'))))(request);
      },
    },
  });
  const client = createJobsClient({
    supabase: options.channels
      ? { auth: supabase.auth, storage: supabase.storage, ...options.channels }
      : supabase,
    realtime: options.channels !== undefined,
    baseUrl: 'https://site.test',
    ...options.paths,
    clock,
    presence: options.presence ?? { isHidden: () => false, onChange: () => () => {} },
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const answer = answers[Math.min(requests.length, answers.length - 1)];
      requests.push(request.clone());
      if (answer === undefined) throw new Error('The rig was given no answer.');
      return answer(request);
    },
  });
  return { client, supabase, clock, requests, supabaseRequests };
}

export function session(accessToken: string): object {
  return {
    access_token: accessToken,
    refresh_token: `refresh-of-${accessToken}`,
    token_type: 'bearer',
    expires_in: 3600,
    expires_at: Math.floor(Date.now() / 1000) + 3600,
    user: {
      id: userId,
      aud: 'authenticated',
      app_metadata: {},
      user_metadata: {},
      created_at: '2026-01-01T00:00:00Z',
    },
  };
}

export function json(
  body: unknown,
  init: { status?: number; headers?: Record<string, string> } = {},
): Response {
  return new Response(JSON.stringify(body), {
    status: init.status ?? 200,
    headers: { 'content-type': 'application/json', ...init.headers },
  });
}

export function problem(status: number, code: string, headers: Record<string, string> = {}): Response {
  return json(
    { type: 'about:blank', title: 'Refused', status, detail: `Refused: ${code}.`, code },
    { status, headers },
  );
}

/** An answer that is held open: each text is sent when `send` is called, and the end comes with `end`. */
export function held(): {
  respond: Handler;
  send(...lines: unknown[]): void;
  end(): void;
  /** The connection is lost. */
  break(): void;
  isOpen(): boolean;
} {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const encoder = new TextEncoder();
  let open = false;
  return {
    respond: (request) => {
      open = true;
      request.signal.addEventListener('abort', () => {
        if (open) controller?.error(request.signal.reason);
        open = false;
      });
      const body = new ReadableStream<Uint8Array>({
        start: (given) => {
          controller = given;
        },
        cancel: () => {
          open = false;
        },
      });
      return new Response(body, { headers: { 'content-type': 'application/x-ndjson' } });
    },
    send: (...lines) => {
      controller?.enqueue(encoder.encode(lines.map((each) => `${JSON.stringify(each)}\n`).join('')));
    },
    end: () => {
      open = false;
      controller?.close();
    },
    break: () => {
      open = false;
      controller?.error(new TypeError('terminated'));
    },
    isOpen: () => open,
  };
}

/** A line of a held answer. */
export const line = (version: number, ...of: Parameters<typeof snapshot>) => ({
  etag: `W/"job-1.${version}"`,
  job: snapshot(...of),
});

/** A snapshot of an `extract-rubric` job, as the status function answers it. */
export function snapshot(status: JobSnapshot['status'], progress = 0): Record<string, unknown> {
  const terminal = status !== 'pending' && status !== 'processing';
  return {
    jobId: 'job-1',
    task: 'extract-rubric',
    status,
    progress,
    stage: null,
    message: null,
    stages: [],
    attempt: 1,
    maxAttempts: 3,
    sample: false,
    performance: {
      durationMs: 0,
      queueTimeMs: 0,
      llmTimeMs: 0,
      fileSizeKb: null,
      tokenUsage: 0,
      costUsd: null,
      attempts: 1,
    },
    createdAt: '2026-11-22T03:00:00Z',
    updatedAt: '2026-11-22T03:00:00Z',
    startedAt: null,
    ...(terminal ? { finishedAt: '2026-11-22T03:01:00Z' } : { waitsFor: null }),
    ...(status === 'completed'
      ? {
          result: {
            rubric: { title: 'R', totalPoints: 1, categories: [] },
            rubricText: '',
            totalPoints: 1,
            categoryCount: 0,
          },
        }
      : { partial: null }),
    ...(status === 'failed' ? { error: 'It broke.', errorCode: 'internal_error', errorRetryable: true } : {}),
  };
}
