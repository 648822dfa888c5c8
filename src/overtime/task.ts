import type { Clock } from './clock.ts';
import type { Contract, ParsedInputOf, PartialOf, Provider, ResultOf, StageNameOf } from './contract.ts';
import type { JobFile, LogLevel } from './job.ts';

/**
 * One model call for billing, whether it succeeded or not. It is recorded while it runs, with an estimate, and
 * again at its end, so calls of a killed worker are counted too.
 */
export interface CallUsage {
  /** Unique per call: the last record replaces earlier ones, so a repeated flush counts it once. */
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
  /** Length of a spoken text in characters; 0 for other calls. */
  readonly characters: number;
  /** True where the provider reported no usage, as for an aborted call. */
  readonly estimated: boolean;
  /** In US dollars; null for a model whose price is not known. */
  readonly costUsd: number | null;
  readonly startedAt: string;
  readonly durationMs: number;
  /** Time to the first token; null when none came. */
  readonly firstTokenMs: number | null;
}

/** What the running attempt offers to the code that a task calls. */
export interface AttemptContext {
  readonly jobId: string;
  readonly userId: string;
  /** Counted from 1. */
  readonly attempt: number;
  /** The last attempt: its failure is the job's. */
  readonly maxAttempts: number;
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

/** Checks an input against its user's rows; throws when a job for it could only fail. */
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
   * Runs a stage of numbered items, at most `limit` at once, and saves each when it ends; a later attempt runs only
   * the missing ones. When one fails, running items finish and are saved, then the first error is thrown. Returns
   * the items' outputs in order; `onOutput` gets each output as soon as it exists, those of earlier attempts at
   * once.
   */
  stageItems<Item, T>(
    name: StageNameOf<C>,
    items: readonly Item[],
    limit: number,
    work: (item: Item, stage: StageHandle, index: number) => Promise<T>,
    onOutput?: (output: T, index: number) => void,
  ): Promise<T[]>;
  /**
   * Runs a stage of `count` items that one piece of work produces in order, such as a list that a model streams,
   * and saves each one. `work` gets the items that earlier attempts saved, and passes the missing ones to `save`,
   * in order; if none is missing, it does not run. `stage` is the next item. Returns all items in order.
   */
  stageStream<T>(
    name: StageNameOf<C>,
    count: number,
    work: (earlier: readonly T[], save: (item: T) => void, stage: StageHandle) => Promise<unknown>,
  ): Promise<T[]>;
  /** Marks an optional stage as skipped, with the reason that its owner reads. */
  skipStage(name: StageNameOf<C>, reason: string): Promise<void>;
  /** Shows what has been produced so far. Flushed with the next heartbeat; the last value replaces earlier ones. */
  partial(value: PartialOf<C>): void;
  /**
   * Reads rows of the job's user by the SQL function `name`, which gets the user as `p_user_id` with the other
   * parameters, and returns only that user's rows. Rows change, so read them inside a stage, whose output is saved.
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
   * The same name is the same file in every attempt, so a later attempt replaces it; names that differ only in
   * letters beyond ASCII are one. Throws `unavailable`, or the signal's reason.
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
