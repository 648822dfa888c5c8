import { makeFilePath } from '../../../src/overtime/file-path.ts';
import type { JobFile } from '../../../src/overtime/job.ts';
import type { StageHandle, TaskContext } from '../../../src/overtime/task.ts';
import type { generateBook } from '../../../src/tasks/generate-book/contract.ts';
import type { PartialOf } from '../../../src/overtime/contract.ts';
import { attemptContext, type RecordingContext } from '../../overtime/models/attempt-context.ts';
import { providerStubs } from '../../overtime/models/provider-stubs.ts';
import { adventure } from './sample-request.ts';

type Context = TaskContext<typeof generateBook>;

export interface BookRig {
  readonly ctx: Context & RecordingContext;
  readonly partials: PartialOf<typeof generateBook>[];
  readonly progress: { readonly stage: string; readonly fraction: number }[];
  /** By stage, why it was skipped. */
  readonly skipped: Map<string, string>;
  /** The most items of a stage that were at work at once. */
  readonly atOnce: Map<string, number>;
  /** The paths that were read. */
  readonly reads: string[];
  /** By name, what was stored. */
  readonly files: Map<string, Uint8Array>;
}

/** The context of one attempt, with stages whose outputs are JSON as in the database. */
export function bookRig(
  input: Partial<Context['input']> = {},
  env: Readonly<Record<string, string>> = providerStubs.google.env,
  picture: Uint8Array = new Uint8Array(),
): BookRig {
  const partials: BookRig['partials'] = [];
  const progress: BookRig['progress'] = [];
  const skipped: BookRig['skipped'] = new Map();
  const atOnce: BookRig['atOnce'] = new Map();
  const files: BookRig['files'] = new Map();
  const reads: BookRig['reads'] = [];
  /** The same by path. */
  const stored = new Map<string, Uint8Array>();
  const handle = (stage: string): StageHandle => ({
    progress: (fraction) => progress.push({ stage, fraction }),
  });
  const ctx: BookRig['ctx'] = {
    ...attemptContext(env),
    input: { ...adventure, priority: 5, ...input },
    async stage<T>(name: string, work: (stage: StageHandle) => Promise<T>): Promise<T> {
      return JSON.parse(JSON.stringify(await work(handle(name)))) as T;
    },
    async stageItems<Item, T>(
      name: string,
      items: readonly Item[],
      limit: number,
      work: (item: Item, stage: StageHandle, index: number) => Promise<T>,
      onOutput?: (output: T, index: number) => void,
    ): Promise<T[]> {
      const outputs: T[] = [];
      const waiting = items.entries();
      let working = 0;
      const lane = async () => {
        for (const [index, item] of waiting) {
          working += 1;
          atOnce.set(name, Math.max(working, atOnce.get(name) ?? 0));
          const output = JSON.parse(JSON.stringify(await work(item, handle(name), index))) as T;
          working -= 1;
          outputs[index] = output;
          onOutput?.(output, index);
        }
      };
      await Promise.all(Array.from({ length: limit }, lane));
      return outputs;
    },
    stageStream: () => Promise.reject(new Error('This task streams no items.')),
    async skipStage(name, reason) {
      skipped.set(name, reason);
    },
    partial: (value) => partials.push(value),
    readRows: () => Promise.reject(new Error('This task reads no rows.')),
    async readFile(path) {
      reads.push(path);
      return stored.get(path) ?? picture;
    },
    async saveFile(name, bytes, mediaType): Promise<JobFile> {
      files.set(name, bytes);
      const path = makeFilePath(crypto.randomUUID(), 'job-1', name);
      stored.set(path, bytes);
      return {
        path,
        name,
        mediaType,
        bytes: bytes.byteLength,
      };
    },
  };
  return { ctx, partials, progress, skipped, atOnce, files, reads };
}
