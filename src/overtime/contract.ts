import type { z } from 'zod';

/** A stage as the contract names it. */
export interface StageDefinition {
  /** What a person reads. */
  readonly title: string;
  /** Its share of the job's progress, relative to the other stages' weights. */
  readonly weight: number;
}

/** Whose language models a task may use, in the order in which they are tried. */
export const providers = ['google', 'openai', 'anthropic', 'openai-compatible'] as const;
export type Provider = (typeof providers)[number];

/** Named after the usual extension, but `text`, which is plain text and Markdown; the last three are images. */
export type FileKind = 'pdf' | 'docx' | 'text' | 'png' | 'jpg' | 'webp';

/**
 * Which files a task takes. The input then carries `file` (base64) or `filePath`, `fileName` and `fileType`;
 * where its schema lets both be absent, a file is optional.
 */
export interface FilePolicy {
  readonly kinds: readonly FileKind[];
  /** Largest file, in bytes, when it was uploaded to Storage first. */
  readonly maxBytes: number;
  /** Largest file, in bytes, when it is sent as base64 in the body. */
  readonly maxInlineBytes: number;
}

/** The limits of a task. */
export interface Policy {
  /** Attempts before the job is failed. Default 3. */
  readonly maxAttempts: number;
  /** How long a silent worker keeps its job, in seconds; a heartbeat comes at a third of it. Default 30. */
  readonly leaseSeconds: number;
  /**
   * Longest time for one attempt in one invocation, in seconds; past it the attempt fails. Default null:
   * the job is handed over to a fresh invocation instead.
   */
  readonly attemptSeconds: number | null;
  /** How often a job may be handed over to a fresh invocation. Default 20, about four hours. */
  readonly maxHandOvers: number;
  /** Longest time from the first claim to the end, in hours. Default 6. */
  readonly maxHours: number;
  /** First delay before another attempt, in seconds; it doubles with each. Default 2. */
  readonly retryBaseSeconds: number;
  /** Longest delay before another attempt, in seconds. Default 300. */
  readonly retryCapSeconds: number;
  /** How long a finished job is kept, in hours. Default 720 (30 days). */
  readonly retentionHours: number;
  /** How many jobs of the task run at once, over all users. Default null: any number. */
  readonly concurrency: number | null;
  /** How many of one user's jobs of the task run at once; the others wait. Default null: any number. */
  readonly userConcurrency: number | null;
  /** How many jobs of the task one user may submit in a time. Default null: any number. */
  readonly rate: { readonly jobs: number; readonly seconds: number } | null;
  /** What one user's model calls may cost in a day (UTC), over all tasks, in US dollars. Default null. */
  readonly budgetUsdPerDay: number | null;
  /**
   * Whether an equal canonical input is answered with the result of a job that completed within so many hours:
   * of the same user, or of anybody when `shared`. For a task whose result rests on nothing else that a user
   * can change, such as their rows. Default null: never.
   */
  readonly cache: { readonly hours: number; readonly shared: boolean } | null;
  /**
   * Whose models the task may use, in this order: those that are configured, the next one when one
   * cannot answer. Default: all four.
   */
  readonly providers: readonly Provider[];
  /** Files the task takes, if any. */
  readonly file: FilePolicy | null;
}

const defaultPolicy: Policy = {
  maxAttempts: 3,
  leaseSeconds: 30,
  attemptSeconds: null,
  maxHandOvers: 20,
  maxHours: 6,
  retryBaseSeconds: 2,
  retryCapSeconds: 300,
  retentionHours: 720,
  concurrency: null,
  userConcurrency: null,
  rate: null,
  budgetUsdPerDay: null,
  cache: null,
  providers,
  file: null,
};

export type Stages = Readonly<Record<string, StageDefinition>>;

/**
 * A task as both sides know it. Everything that calls, runs, watches or tests the task takes its
 * types from here; a contract holds no server code, so a browser may import it.
 */
export interface Contract<
  Input extends z.ZodType = z.ZodType,
  Result extends z.ZodType = z.ZodType,
  Partial extends z.ZodType = z.ZodType,
  StageName extends string = string,
> {
  /** The task's name, in kebab case; its three functions are named after it. */
  readonly name: string;
  /** Raised when a stored input of an older version can no longer be read. */
  readonly version: number;
  /**
   * What a caller sends, with its defaults. The parsed input is stored, and shown to its user. It must parse to
   * itself, because a worker reads it again.
   */
  readonly input: Input;
  readonly result: Result;
  /** What streams while the job runs. */
  readonly partial: Partial;
  /** In the order in which they run. */
  readonly stages: Readonly<Record<StageName, StageDefinition>>;
  readonly policy: Policy;
  /**
   * The form of an input in which equal requests are equal. It alone is worked with, gives the lock key, and is
   * hashed for the cache and for idempotency keys (a file counts with its content): so what makes two requests the
   * same is all that the work knows of them, and nobody's spelling reaches anybody else. Default: the input itself.
   */
  canonical(input: z.output<Input>): z.output<Input>;
  /**
   * A path, such as `book:1/chapter:3`. Of a user's jobs whose keys are the same, or one above the other
   * (`book:1`), one runs at a time, of whatever task; the others wait in order. It is made of the canonical input.
   * Default null: no key.
   */
  lockKey(input: z.output<Input>): string | null;
  /**
   * What a job is about, for people, as the user wrote it: it is shown in lists, and searched. Line breaks become spaces, and 200 characters are
   * kept. Default null: none.
   */
  title(input: z.output<Input>): string | null;
  /** 1 (first) to 10 (last). Default 5. */
  priority(input: z.output<Input>): number;
}

/** What a caller sends. */
export type InputOf<C extends Contract> = z.input<C['input']>;
/** The input with its defaults. The task's `run` receives its canonical form. */
export type ParsedInputOf<C extends Contract> = z.output<C['input']>;
export type ResultOf<C extends Contract> = z.output<C['result']>;
export type PartialOf<C extends Contract> = z.output<C['partial']>;
export type StageNameOf<C extends Contract> = keyof C['stages'] & string;

/** Defines a task's contract; limits that it does not name take the defaults of {@link Policy}. */
export function defineContract<
  Input extends z.ZodType,
  Result extends z.ZodType,
  PartialResult extends z.ZodType,
  StageName extends string,
>(definition: {
  name: string;
  version: number;
  input: Input;
  result: Result;
  partial: PartialResult;
  stages: Readonly<Record<StageName, StageDefinition>>;
  policy?: Partial<Policy>;
  canonical?: (input: z.output<Input>) => z.output<Input>;
  lockKey?: (input: z.output<Input>) => string | null;
  title?: (input: z.output<Input>) => string | null;
  priority?: (input: z.output<Input>) => number;
}): Contract<Input, Result, PartialResult, StageName> {
  const {
    policy,
    canonical = (input) => input,
    lockKey = () => null,
    title = () => null,
    priority = () => 5,
    ...rest
  } = definition;
  return { ...rest, canonical, lockKey, title, priority, policy: { ...defaultPolicy, ...policy } };
}
