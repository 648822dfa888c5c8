import { changesBetween, type Change } from '../changes.ts';
import type { Clock } from '../clock.ts';
import type { Contract, Policy } from '../contract.ts';
import { JobCancelledError, LeaseLostError, OvertimeError } from '../errors.ts';
import type { LogLevel, StageSnapshot } from '../job.ts';
import { storable } from '../storable.ts';
import type { CallUsage } from '../task.ts';
import type { ClaimedJob, EndedStage, Flush, LogLine } from './call-shapes.ts';
import type { Engine } from './engine.ts';
import { broadcastJob, type Broadcast, type ShownJob } from './job-broadcast.ts';
import { trackStageProgress } from './stage-progress.ts';
import { assertFits, jsonBytes, largestPartial, logLine, longestMessage, mostLines } from './write-bounds.ts';

/** Interval between flushes while there are changes, in milliseconds: a watcher sees this as live. */
const flushIntervalMs = 1000;

/** The same where watchers are told by broadcast: then the row is for who joins. */
const broadcastFlushMs = 5000;

/** How a stage, or an item of it, ended. */
export type StageEnd =
  | { readonly status: 'completed'; readonly output: unknown }
  | { readonly status: 'skipped'; readonly reason: string };

/** What has changed since `before`; null where the whole says it as shortly. */
function changesSince(before: unknown, partial: unknown): readonly Change[] | null {
  if (before === null) return null;
  const changes = changesBetween(before, partial);
  return jsonBytes(changes) < jsonBytes(partial) / 2 ? changes : null;
}

const canBeShown = (partial: unknown) => partial === null || jsonBytes(partial) <= largestPartial;

function withStages(stages: ShownJob['stages'], changed: readonly StageSnapshot[]): ShownJob['stages'] {
  return new Map([...stages, ...changed.map((stage) => [`${stage.item} ${stage.name}`, stage] as const)]);
}

/**
 * Everything that a running attempt writes. It collects changes (progress, message, partial output, logs, usage)
 * and flushes them by heartbeat: once a second while there are any, otherwise at a third of the lease, so that a
 * slow model keeps its job. With `send`, watchers are told of changes by broadcast, and the row is flushed less often.
 */
export function createAttemptWriter(
  engine: Engine,
  contract: Contract,
  job: ClaimedJob,
  clock: Clock,
  send: Broadcast | null,
) {
  const { leaseSeconds } = contract.policy;
  const stages = trackStageProgress(contract.stages, job.stages);
  let logs: LogLine[] = [];
  let lineCount = 0;
  let partialOmitted = false;
  /** By call: the last record replaces the ones before. */
  let usage = new Map<string, CallUsage>();
  let message: string | null = null;
  let stage: string | null = null;
  let partial: unknown = null;
  /** The partial output as the row has it; null where that is not known. */
  let flushed: unknown = null;
  let hasChanges = false;
  let lastWriteAt = clock.now();
  /** What watchers see, and what of it the row has. */
  let shown: ShownJob = {
    progress: job.progress,
    stage: null,
    message: null,
    partial: null,
    stages: new Map(),
  };
  let row = shown;
  const broadcast = send && broadcastJob(send, job.jobId, clock, job.version, shown);
  const flushMs = broadcast ? broadcastFlushMs : 0;
  /** The stage after which none is left: it is saved with the completion, or by the next write before that. */
  let lastStage: EndedStage | null = null;
  /** The end of the last write: one after another, so that each one's version says which others it has. */
  let written: Promise<unknown> = Promise.resolve();

  function inTurn<T>(write: () => Promise<T>): Promise<T> {
    const turn = written.then(write);
    written = turn.catch(() => undefined);
    return turn;
  }

  function show(change: Partial<ShownJob>, ...changed: readonly StageSnapshot[]): void {
    const progress = Math.max(shown.progress, stages.overall);
    shown = { ...shown, progress, ...change, stages: withStages(shown.stages, changed) };
  }

  function stageShown(name: string, item: number): StageSnapshot {
    const title = contract.stages[name]?.title ?? name;
    const startedAt = new Date(clock.now()).toISOString();
    const fresh = { name, title, item, status: 'processing' as const, progress: 0, reason: null };
    return shown.stages.get(`${item} ${name}`) ?? { ...fresh, startedAt, finishedAt: null };
  }

  function rowIs(version: number, now: ShownJob): void {
    row = now;
    broadcast?.written(version, now);
  }

  async function writeStage(ended: EndedStage): Promise<void> {
    const { startedAt: _, output: _output, ...said } = ended;
    const version = await withFlush((flush) =>
      engine.saveStage(job, leaseSeconds, { ...flush, ...ended, progress: stages.overall }),
    );
    const finishedAt = new Date(clock.now()).toISOString();
    const snapshot = { ...stageShown(ended.name, ended.item), ...said, progress: 100, finishedAt };
    show({}, snapshot);
    const { progress } = shown;
    rowIs(version, { ...row, progress, stage: ended.name, stages: withStages(row.stages, [snapshot]) });
  }

  async function writeLastStage(): Promise<void> {
    if (lastStage === null) return;
    await writeStage(lastStage);
    lastStage = null;
  }

  /** Runs a write with the collected logs and usage, and keeps them when it fails. */
  async function withFlush<T>(write: (flush: Flush) => Promise<T>): Promise<T> {
    const taken = { logs, usage };
    logs = [];
    usage = new Map();
    // The lease counts from the database's write, which is not before this.
    const startedAt = clock.now();
    try {
      const answer = await write({ logs: taken.logs, usage: [...taken.usage.values()] });
      lastWriteAt = startedAt;
      return answer;
    } catch (error) {
      logs = [...taken.logs, ...logs];
      usage = new Map([...taken.usage, ...usage]);
      throw error;
    }
  }

  function log(level: LogLevel, text: string, details?: Readonly<Record<string, unknown>>): void {
    lineCount += 1;
    if (lineCount > mostLines) return;
    const isLast = lineCount === mostLines;
    logs.push(
      isLast
        ? logLine(
            'warn',
            `This attempt has logged ${mostLines} lines; the others are left out.`,
            undefined,
            clock.now(),
          )
        : logLine(level, text, details, clock.now()),
    );
    hasChanges = true;
  }

  /** The partial output; null when it is too large to be shown, so that the last smaller one stays. */
  function shownPartial(): unknown {
    if (canBeShown(partial)) return partial;
    if (!partialOmitted) log('warn', 'The partial result is too large to be shown before it is complete.');
    partialOmitted = true;
    return null;
  }

  async function beat(): Promise<void> {
    const flush = { message, partial: storable(shownPartial()) };
    const now = { ...shown, partial: flush.partial ?? row.partial };
    const before = flushed;
    flushed = null;
    message = null;
    partial = null;
    hasChanges = false;
    try {
      const version = await withFlush((collected) =>
        engine.heartbeat(job, leaseSeconds, {
          ...collected,
          message: flush.message,
          partial: flush.partial,
          changes: flush.partial === null ? null : changesSince(before, flush.partial),
          stage,
          stages: stages.atWork,
          progress: stages.overall,
        }),
      );
      flushed = flush.partial ?? before;
      rowIs(version, now);
    } catch (error) {
      message ??= flush.message;
      // A partial output that is too large would be refused again.
      const isRefused = error instanceof OvertimeError && error.code === 'result_too_large';
      if (!isRefused) partial ??= flush.partial;
      hasChanges = true;
      throw error;
    }
  }

  return {
    log,
    recordUsage(call: CallUsage): void {
      usage.set(call.id, call);
      hasChanges = true;
    },
    setPartial(value: unknown): void {
      partial = value;
      show({ partial: value });
      hasChanges = true;
    },
    expectItems: stages.expect,
    beginStage(name: string, item: number): void {
      stage = name;
      stages.begin(name, item);
      show({ stage }, stageShown(name, item));
      hasChanges = true;
    },
    setStageProgress(name: string, item: number, fraction: number, text?: string): void {
      const advanced = stages.advance(name, item, fraction);
      if (text !== undefined) message = text.slice(0, longestMessage);
      const percent = Math.floor(Math.min(1, fraction) * 100);
      const before = stageShown(name, item);
      const now = percent > before.progress ? { ...before, progress: percent } : before;
      show(text === undefined ? {} : { message }, now);
      hasChanges ||= advanced || text !== undefined;
    },
    async saveStage(name: string, item: number, startedAt: string, end: StageEnd): Promise<void> {
      if (end.status === 'completed') assertFits(end.output, `The output of the stage ${name}`);
      stages.finish(name, item);
      const ended: EndedStage = {
        name,
        item,
        startedAt,
        status: end.status,
        output: end.status === 'completed' ? end.output : null,
        reason: end.status === 'skipped' ? end.reason.slice(0, longestMessage) : null,
      };
      await inTurn(async () => {
        await writeLastStage();
        if (stages.allEnded) lastStage = ended;
        else await writeStage(ended);
      });
    },
    /** Completes the job, and saves its last stage in the same call. Returns the next job, if one was claimed. */
    complete: (result: unknown, next: Policy | null): Promise<ClaimedJob | null> =>
      withFlush((flush) => engine.complete(job, { ...flush, result, stage: lastStage }, next)),
    withFlush,

    /** Tells watchers what changes, until `stopped` aborts. */
    tellUntil: (stopped: AbortSignal): Promise<void> | undefined =>
      broadcast?.until(stopped, () => {
        // By its own clock, with a tenth in reserve for the way of the claim.
        const mayBeLost = clock.now() - lastWriteAt > leaseSeconds * 900;
        if (mayBeLost) return null;
        return { ...shown, partial: canBeShown(shown.partial) ? storable(shown.partial) : row.partial };
      }),

    /** Flushes what was shown before the attempt ends without a result: the row may be behind. */
    async flushLast(): Promise<void> {
      await inTurn(writeLastStage).catch(() => undefined);
      if (broadcast && partial !== null) await inTurn(beat).catch(() => undefined);
    },

    /**
     * Sends heartbeats until `stopped` aborts, then resolves. Rejects with `LeaseLostError` or `JobCancelledError`
     * when the job is no longer this worker's, also when the database was unreachable for the length of the
     * lease: by then another worker may have the job.
     */
    async beatUntil(stopped: AbortSignal): Promise<void> {
      while (!stopped.aborted) {
        try {
          await clock.sleep(flushIntervalMs, stopped);
        } catch {
          return;
        }
        const silentMs = clock.now() - lastWriteAt;
        // The first text at once: a job that is cancelled then keeps some.
        const isFirst = partial !== null && row.partial === null;
        const isDue = lastStage !== null || (hasChanges && (silentMs >= flushMs || isFirst));
        if (!isDue && silentMs < (leaseSeconds * 1000) / 3) continue;
        try {
          await inTurn(lastStage === null ? beat : writeLastStage);
        } catch (error) {
          if (error instanceof LeaseLostError || error instanceof JobCancelledError) throw error;
          if (clock.now() - lastWriteAt > leaseSeconds * 1000) throw new LeaseLostError(job.jobId);
        }
      }
    },

    /** Records usage when nothing else may be written any more. Calls that still run have been aborted. */
    async recordSpent(): Promise<void> {
      const spent = [...usage.values()].map((call) =>
        call.outcome === 'running' ? { ...call, outcome: 'aborted' as const } : call,
      );
      usage = new Map();
      await engine.recordUsage(job, spent);
    },
  };
}

export type AttemptWriter = ReturnType<typeof createAttemptWriter>;
