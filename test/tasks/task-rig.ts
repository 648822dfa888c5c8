import { HttpResponse, http } from 'msw/http';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { Contract, PartialOf } from '../../src/overtime/contract.ts';
import { makeFilePath } from '../../src/overtime/file-path.ts';
import type { ReadRows, StageHandle, TaskContext } from '../../src/overtime/task.ts';
import { attemptContext, type RecordingContext } from '../overtime/models/attempt-context.ts';
import { providerStubs } from '../overtime/models/provider-stubs.ts';

const { env, url, events } = providerStubs.google;
export const sampleEnv = { LLM_PROVIDER: 'sample', SAMPLE_PACE_SECONDS: '0' };

export interface TaskRig<C extends Contract> {
  readonly ctx: TaskContext<C> & RecordingContext;
  /** What is saved, by stage and item; a rig that is given one goes on from there. */
  readonly saved: Map<string, unknown>;
  readonly progress: { readonly item: number; readonly fraction: number; readonly message?: string }[];
  readonly partials: PartialOf<C>[];
  /** By name, what was stored. */
  readonly files: Map<string, Uint8Array>;
}

/** A task context whose stages are saved as JSON, as the database would. */
export function taskRig<C extends Contract>(
  contract: C,
  input: unknown,
  settings: { env?: Record<string, string>; saved?: Map<string, unknown>; readRows?: ReadRows } = {},
): TaskRig<C> {
  const saved = settings.saved ?? new Map<string, unknown>();
  const files: TaskRig<C>['files'] = new Map();
  const progress: TaskRig<C>['progress'] = [];
  const partials: PartialOf<C>[] = [];
  const handle = (item: () => number): StageHandle => ({
    progress: (fraction, message) =>
      progress.push({ item: item(), fraction, ...(message !== undefined && { message }) }),
  });
  const keep = (key: string, value: unknown) => saved.set(key, JSON.parse(JSON.stringify(value)));

  async function run<T>(key: string, item: number, work: (stage: StageHandle) => Promise<T>): Promise<T> {
    if (!saved.has(key)) keep(key, await work(handle(() => item)));
    return saved.get(key) as T;
  }
  const ctx: TaskContext<C> & RecordingContext = {
    ...attemptContext(settings.env ?? env),
    input: contract.canonical(contract.input.parse(input)) as TaskContext<C>['input'],
    stage: (name, work) => run(name, 0, work),
    async stageItems(name, items, _limit, work, onOutput) {
      const outputs: Awaited<ReturnType<typeof work>>[] = [];
      for (const [index, item] of items.entries()) {
        const output = await run(`${name} ${index + 1}`, index + 1, (stage) => work(item, stage, index));
        outputs.push(output);
        onOutput?.(output, index);
      }
      return outputs;
    },
    async stageStream<T>(
      name: string,
      count: number,
      work: (earlier: readonly T[], save: (item: T) => void, stage: StageHandle) => Promise<unknown>,
    ) {
      const items: T[] = [];
      while (saved.has(`${name} ${items.length + 1}`))
        items.push(saved.get(`${name} ${items.length + 1}`) as T);
      const save = (item: T) => void keep(`${name} ${items.push(item)}`, item);
      if (items.length < count)
        await work(
          [...items],
          save,
          handle(() => items.length + 1),
        );
      return items;
    },
    skipStage: () => Promise.reject(new Error('This task skips no stage.')),
    partial: (value) => partials.push(structuredClone(value)),
    async readRows(name, parameters) {
      if (settings.readRows === undefined) throw new Error('This task reads no rows.');
      return settings.readRows(name, parameters);
    },
    readFile: () => Promise.reject(new Error('This task reads no file.')),
    async saveFile(name, bytes, mediaType) {
      files.set(name, bytes);
      return {
        path: makeFilePath(crypto.randomUUID(), 'job-1', name),
        name,
        mediaType,
        bytes: bytes.byteLength,
      };
    },
  };
  return { ctx, saved, progress, partials, files };
}

/** One answer of the mocked provider: a text, one that stops without its end, or an error; `hang` never ends. */
export type Answer = string | { readonly cut: string } | { readonly status: number };

/** The mocked provider: answers call by call, the last one for ever; what was sent is kept. */
export function mockedProvider() {
  const server = setupServer();
  beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
  afterEach(() => server.resetHandlers());
  afterAll(() => server.close());

  return function modelWrites(...answers: Answer[]): string[] {
    const bodies: string[] = [];
    server.use(
      http.post(url, async ({ request }) => {
        const answer = answers[Math.min(bodies.length, answers.length - 1)] ?? '';
        bodies.push(await request.text());
        if (typeof answer === 'object' && 'status' in answer) {
          return HttpResponse.json({ error: { message: 'no' } }, { status: answer.status });
        }
        const headers = { 'content-type': 'text/event-stream', 'transfer-encoding': 'chunked' };
        if (answer === 'hang') return new HttpResponse(new ReadableStream(), { headers });
        const text = typeof answer === 'string' ? answer : answer.cut;
        const pieces = text.match(/.{1,60}/gs) ?? [];
        const sent = events(pieces, typeof answer === 'string' ? 'stop' : undefined);
        return new HttpResponse(sent.join(''), { headers });
      }),
    );
    return bodies;
  };
}
