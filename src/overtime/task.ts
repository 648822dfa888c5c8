import type { Clock } from './clock.ts';
import type { Contract, ParsedInputOf, PartialOf, Provider, ResultOf, StageNameOf } from './contract.ts';
import type { JobFile, LogLevel } from './job.ts';

/**
 * One model call as it is billed, whether it succeeded or not. It is recorded while it runs, with what is
 * estimated so far, and once more when it ends: so the calls of a worker that is killed are counted too.
 */
export interface CallUsage {
  /** Unique per call: what is recorded last stands, and a repeated flush counts it once. */
  readonly id: string;
  /** `google`, `openai`, `anthropic`, `openai-compatible`, or `sample`, which marks the job (overtime.add_usage). */
  readonly provider: string;
  readonly model: string;
  /** What the call was for, such as `extraction` or `repair`. */
  readonly purpose: string;
  readonly outcome: 'running' | 'succeeded' | 'failed' | 'aborted';
  readonly inputTokens: number;
  /** Input tokens read from the provider's cache, part of `inputTokens`. */
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
  /** Tokens spent on reasoning, part of `outputTokens`. */
  readonly reasoningTokens: number;
  /** Characters of the text that was spoken; 0 for a call that writes. */
  readonly characters: number;
  /** True where the provider reported nothing, as for an aborted call. */
  readonly estimated: boolean;
  /** In US dollars; null for a model whose price is not known. */
  readonly costUsd: number | null;
  readonly startedAt: string;
  readonly durationMs: number;
  /** Time to the first token; null when none came. */
  readonly firstTokenMs: number | null;
}

/** What the running attempt offers to the layers that a task calls. */
export interface AttemptContext {
  readonly jobId: string;
  readonly userId: string;
  /** Counted from 1. */
  readonly attempt: number;
  /** Aborts when the job is cancelled, its lease is lost or its time is up. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Netlify's deploy context: `production`, `deploy-preview`, `branch-deploy`; `dev` under netlify dev. */
  readonly deployContext: string;
  /** Whose models the task may use, in order: from its policy. */
  readonly providers: readonly Provider[];
  /** Writes a line that the job's owner can read. Flushed with the next heartbeat. */
  log(level: LogLevel, message: string, details?: Readonly<Record<string, unknown>>): void;
  /** Records a model call. Flushed with the next write. */
  recordUsage(usage: CallUsage): void;
}

export interface StageHandle {
  /** How much of the stage is done, 0 to 1. Never goes backwards. */
  progress(fraction: number, message?: string): void;
}

/** Reads rows of one user by an SQL function, whose name begins with `read_`. */
export type ReadRows = (
  name: `read_${string}`,
  parameters: Readonly<Record<string, unknown>>,
) => Promise<unknown>;

/** Looks an input up in its user's rows; throws when there is no sense in a job for it. */
export type InputCheck<C extends Contract> = (input: ParsedInputOf<C>, readRows: ReadRows) => Promise<void>;

/** What a task's `run` works with. */
export interface TaskContext<C extends Contract = Contract> extends AttemptContext {
  readonly input: ParsedInputOf<C>;
  /**
   * Runs a stage and saves what it returns, which must be JSON; a later attempt gets the saved value
   * and does not run `work` again.
   */
  stage<T>(name: StageNameOf<C>, work: (stage: StageHandle) => Promise<T>): Promise<T>;
  /**
   * Runs a stage of numbered items, at most `limit` at once, and saves each as it ends; a later attempt
   * runs those alone that are missing. When one fails, those at work are let finish and saved, and the
   * first error is thrown. Returns the items' outputs in order; `onOutput` hears each one as soon as it
   * is there, those that an earlier attempt saved at once.
   */
  stageItems<Item, T>(
    name: StageNameOf<C>,
    items: readonly Item[],
    limit: number,
    work: (item: Item, stage: StageHandle, index: number) => Promise<T>,
    onOutput?: (output: T, index: number) => void,
  ): Promise<T[]>;
  /**
   * Runs a stage of `count` items that come one after another out of a single piece of work, such as a
   * list that a model streams, and saves each as it comes. `work` is told the items that earlier attempts
   * saved and hands the missing ones to `save`, in order; when none is missing it is not run. `stage` is
   * the item that comes next. Returns all items in order.
   */
  stageStream<T>(
    name: StageNameOf<C>,
    count: number,
    work: (earlier: readonly T[], save: (item: T) => void, stage: StageHandle) => Promise<unknown>,
  ): Promise<T[]>;
  /** Marks an optional stage as skipped, with the reason that its owner reads. */
  skipStage(name: StageNameOf<C>, reason: string): Promise<void>;
  /** Shows what has been produced so far. Flushed with the next heartbeat; the last value wins. */
  partial(value: PartialOf<C>): void;
  /**
   * Reads rows of the job's user by the SQL function `name`, which gets the user as `p_user_id` beside the
   * parameters, and gives rows of that user alone. Rows change: read inside of a stage, whose output stays.
   * Throws `unavailable`.
   */
  readRows: ReadRows;
  /**
   * Reads the file that the input names, or one that the job itself has saved. Throws `file_not_found`, also for any other path, and `file_changed`
   * when it is not the one that the trigger checked.
   */
  readFile(path: string): Promise<Uint8Array>;
  /**
   * Stores a file of the job, to be listed in its result or in a stage's output; it is purged with the job.
   * A name lies at the same place in every attempt, so a later attempt replaces what an earlier one stored;
   * names that differ only in letters beyond ASCII are one. Throws `unavailable`, or the signal's reason.
   *
   * @param name what the file is called when it is downloaded, such as `The Lost Key.pdf`.
   */
  saveFile(name: string, bytes: Uint8Array, mediaType: string): Promise<JobFile>;
}

export interface Task<C extends Contract = Contract> {
  readonly contract: C;
  run(context: TaskContext<C>): Promise<ResultOf<C>>;
}

/** Binds a contract to the code that does its work. */
export function defineTask<C extends Contract>(
  contract: C,
  run: (context: TaskContext<C>) => Promise<ResultOf<C>>,
): Task<C> {
  return { contract, run };
}
