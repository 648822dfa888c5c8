import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { nanoid } from 'nanoid';
import { createJobsClient } from '../../src/overtime/client.ts';
import type { Contract } from '../../src/overtime/contract.ts';
import type { JobSnapshot } from '../../src/overtime/job.ts';
import { undescribed } from '../support/described-answers.ts';
import { stack as fileStack } from '../support/file-stack.ts';

export type AnySnapshot = JobSnapshot<Record<string, never>, Record<string, never>> & {
  readonly error?: string;
  readonly errorCode?: string;
};

export interface Answer<Body = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

export interface Visitor {
  readonly userId: string;
  readonly token: string;
  readonly supabase: SupabaseClient;
  /** Calls a function by its default URL, with the user's bearer token. */
  call<Body = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer<Body>>;
  upload(bytes: Uint8Array, fileName: string, contentType?: string): Promise<string>;
  /** Reads the status as long as that says Retry-After, though more often than it says, and returns all that was seen. */
  watch(statusUrl: string, onRead?: (snapshot: AnySnapshot) => Promise<void> | void): Promise<AnySnapshot[]>;
  /** All that a page is shown of the job, up to its end. */
  follow(contract: Contract, jobId: string): Promise<AnySnapshot[]>;
}

const longestWatchMs = 120_000;
const readIntervalMs = 200;

/** A new user of a stack (the one that all journeys share, by default), signed in. */
export async function newVisitor(
  stack: { siteUrl: string; supabaseUrl: string; publishableKey: string } = fileStack,
): Promise<Visitor> {
  const { siteUrl, supabaseUrl, publishableKey } = stack;
  const supabase = createClient(supabaseUrl, publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  const { data, error } = await supabase.auth.signUp({
    email: `visitor-${nanoid().toLowerCase()}@example.com`,
    password: `secret-${nanoid()}`,
  });
  if (error || !data.session) throw error ?? new Error('Signing up gave no session.');
  const { access_token: token, user } = data.session;

  async function call<Body>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<Body>> {
    const response = await fetch(new URL(path, siteUrl), {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    // Whatever a journey is about, its answers are as the API's description has them.
    const contentType = response.headers.get('content-type');
    const difference = undescribed({ method, path, status: response.status, contentType, text });
    if (difference !== null) throw new Error(difference);
    return {
      status: response.status,
      headers: response.headers,
      body: (text ? JSON.parse(text) : {}) as Body,
    };
  }

  return {
    userId: user.id,
    token,
    supabase,
    call,
    async upload(bytes, fileName, contentType = 'application/pdf') {
      const path = `${user.id}/${nanoid()}/${fileName}`;
      const { error: refused } = await supabase.storage
        .from('job-files')
        .upload(path, bytes.slice().buffer, { contentType });
      if (refused) throw refused;
      return path;
    },
    async watch(statusUrl, onRead) {
      const seen: AnySnapshot[] = [];
      const giveUpAt = Date.now() + longestWatchMs;
      while (Date.now() < giveUpAt) {
        const { status, headers, body } = await call<AnySnapshot>('GET', statusUrl);
        if (status >= 400) throw new Error(`${statusUrl} answered ${status}: ${JSON.stringify(body)}`);
        seen.push(body);
        await onRead?.(body);
        if (headers.get('retry-after') === null) return seen;
        await new Promise((resolve) => setTimeout(resolve, readIntervalMs));
      }
      throw new Error(`${statusUrl} did not end in time: ${JSON.stringify(seen.at(-1))}`);
    },
    async follow(contract, jobId) {
      const seen: AnySnapshot[] = [];
      const jobs = createJobsClient({ supabase, baseUrl: siteUrl });
      for await (const job of jobs.watch(contract, jobId)) seen.push(job as AnySnapshot);
      return seen;
    },
  };
}

/** What the trigger answers. */
export interface Accepted {
  readonly jobId: string;
  readonly status: string;
  readonly statusUrl: string;
}

export const triggerUrl = '/.netlify/functions/extract-rubric-trigger';
export const pdf = 'application/pdf';
export const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
export const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
