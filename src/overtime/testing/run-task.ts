import type { Clock } from '../clock.ts';
import type { Contract, InputOf, PartialOf, ResultOf } from '../contract.ts';
import type { SavedStage } from '../engine/call-shapes.ts';
import { taskContext, type TaskJob, type TaskWriter } from '../engine/task-context.ts';
import { OvertimeError } from '../errors.ts';
import { parseInput } from '../functions/read-input.ts';
import { scriptAnswers } from '../models/providers/scripted-answers.ts';
import type { CallUsage, ReadRows, Task } from '../task.ts';
import { virtualClock } from './virtual-clock.ts';

export interface RunOptions {
  /** What the model calls answer, one after the other, the last one for ever: a text, or a value as JSON. Default: the samples. */
  readonly answers?: readonly unknown[];
  /** What earlier attempts saved: a run's `stages`. */
  readonly stages?: readonly SavedStage[];
  /** Files by their path, for `ctx.readFile`, beside those that the run itself saves. */
  readonly files?: Readonly<Record<string, Uint8Array>>;
  readonly readRows?: ReadRows;
  /** Aborting it is what a user's cancel is. */
  readonly signal?: AbortSignal;
  /** Default: one whose time advances by itself, so that no retry is waited for. */
  readonly clock?: Clock;
  /** Of the task and its model calls. Default: samples answer at once; with `LLM_PROVIDER: undefined`, the model whose key it has. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Gets a stage's progress as it is reported, 0 to 1, and an item's: `writing 3` is the third one of its stage. */
  readonly onProgress?: (stage: string, fraction: number, message: string | undefined) => void;
  /** Gets each log line as it is written, such as `info: Read 3 pages.`. */
  readonly onLog?: (line: string) => void;
}

export interface RanTask<C extends Contract> {
  readonly result: ResultOf<C>;
  readonly partials: readonly PartialOf<C>[];
  /** What the stages reported, 0 to 1. */
  readonly progress: readonly number[];
  /** What it saved, in order. */
  readonly stages: readonly SavedStage[];
  readonly logs: readonly string[];
  /** The model calls. */
  readonly usage: readonly CallUsage[];
  /** The files it saved, by name. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

const nameIn = (path: string) => path.slice(path.lastIndexOf('/') + 1);

/**
 * Runs one attempt of a task's code, without a database and a model: samples answer, or what `answers` says.
 * The result is checked against the contract.
 *
 * @throws what the task throws, and `invalid_input` with its issues for an input that the contract refuses
 */
export async function runTask<C extends Contract>(
  task: Task<C>,
  input: InputOf<C>,
  options: RunOptions = {},
): Promise<RanTask<C>> {
  const { contract } = task;
  const parsed = parseInput(input, contract);
  const clock = options.clock ?? virtualClock();
  const env = { LLM_PROVIDER: 'sample', SAMPLE_PACE_SECONDS: '0', ...options.env };
  scriptAnswers(env, options.answers);
  // It is loaded with the first call: the time must not advance meanwhile.
  await import('ai');

  const stages = [...(options.stages ?? [])];
  const [partials, progress, logs]: [PartialOf<C>[], number[], string[]] = [[], [], []];
  const usage = new Map<string, CallUsage>();
  const files = new Map<string, Uint8Array>();
  const tell = (name: string, item: number, fraction: number, message?: string) =>
    options.onProgress?.(item === 0 ? name : `${name} ${item}`, fraction, message);
  const writer: TaskWriter = {
    log(level, message) {
      logs.push(`${level}: ${message}`);
      options.onLog?.(`${level}: ${message}`);
    },
    recordUsage: (call) => void usage.set(call.id, call),
    setPartial: (value) => void partials.push(structuredClone(value) as PartialOf<C>),
    beginStage: (name, item) => tell(name, item, 0),
    expectItems: () => undefined,
    setStageProgress(name, item, fraction, message) {
      progress.push(fraction);
      tell(name, item, fraction, message);
    },
    saveStage: async (name, item, _startedAt, end) => {
      tell(name, item, 1, end.status === 'skipped' ? end.reason : undefined);
      const output: unknown =
        end.status === 'completed' ? JSON.parse(JSON.stringify(end.output ?? null)) : null;
      stages.push({ name, item, status: end.status, output });
    },
  };
  const job: TaskJob = {
    jobId: 'job-1',
    userId: '00000000-0000-4000-8000-000000000001',
    input: parsed,
    fileBytes: null,
    fileSha256: null,
    attempt: 1,
    maxAttempts: contract.policy.maxAttempts,
    stages: options.stages ?? [],
  };
  const readFile = async (path: string) => {
    const bytes = options.files?.[path] ?? files.get(nameIn(path));
    if (bytes) return bytes;
    throw new OvertimeError('file_not_found', `The test gives no file ${path}.`);
  };
  const readRows: ReadRows = (name, parameters) => {
    if (options.readRows) return options.readRows(name, parameters);
    throw new Error(`The test gives no readRows, and the task calls ${name}.`);
  };
  const environment = {
    engine: { readRows: (_user: string, ...call: Parameters<ReadRows>) => readRows(...call) },
    clock,
    env,
    deployContext: 'dev',
    readFile: (_user: string, path: string) => readFile(path),
    saveFile: async (path: string, bytes: Uint8Array) => void files.set(nameIn(path), bytes),
  };
  const signal = options.signal ?? new AbortController().signal;
  const context = taskContext<C>(contract, job, parsed, environment, writer, signal, () => undefined);
  const result = contract.result.parse(await task.run({ ...context, readFile })) as ResultOf<C>;
  return { result, partials, progress, stages, logs, usage: [...usage.values()], files };
}
