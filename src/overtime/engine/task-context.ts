import type { Contract } from '../contract.ts';
import { makeFilePath } from '../file-path.ts';
import type { StageHandle, TaskContext } from '../task.ts';
import type { AttemptWriter } from './attempt-writer.ts';
import type { ClaimedJob } from './call-shapes.ts';
import { readJobFile } from './read-job-file.ts';
import type { WorkerEnvironment } from './worker-environment.ts';

/** What of a claimed job, of a worker's environment and of its writes a task's code reaches. */
export type TaskJob = Pick<
  ClaimedJob,
  'jobId' | 'userId' | 'attempt' | 'maxAttempts' | 'input' | 'fileBytes' | 'fileSha256' | 'stages'
>;
type TaskEnvironment = Omit<WorkerEnvironment, 'engine' | 'worker'> & {
  readonly engine: Pick<WorkerEnvironment['engine'], 'readRows'>;
};
export type TaskWriter = Pick<
  AttemptWriter,
  'log' | 'recordUsage' | 'setPartial' | 'expectItems' | 'beginStage' | 'setStageProgress' | 'saveStage'
>;

/**
 * The context of a task's `run`. A stage that an earlier attempt saved does not run again; `checkTime` throws before
 * a stage that is left to a fresh invocation.
 */
export function taskContext<C extends Contract>(
  contract: C,
  job: TaskJob,
  input: TaskContext<C>['input'],
  environment: TaskEnvironment,
  writer: TaskWriter,
  signal: AbortSignal,
  checkTime: () => void,
): TaskContext<C> {
  const { clock } = environment;
  const savedAs = new Map(job.stages.map((stage) => [`${stage.item} ${stage.name}`, stage.output]));

  async function runStage<T>(
    name: string,
    item: number,
    work: (stage: StageHandle) => Promise<T>,
  ): Promise<T> {
    const key = `${item} ${name}`;
    if (savedAs.has(key)) return savedAs.get(key) as T;
    signal.throwIfAborted();
    checkTime();
    const startedAt = new Date(clock.now()).toISOString();
    writer.beginStage(name, item);
    const output = await work({
      progress: (fraction, message) => writer.setStageProgress(name, item, fraction, message),
    });
    signal.throwIfAborted();
    await writer.saveStage(name, item, startedAt, { status: 'completed', output });
    return output;
  }

  return {
    jobId: job.jobId,
    userId: job.userId,
    attempt: job.attempt,
    maxAttempts: job.maxAttempts,
    signal,
    clock,
    env: environment.env,
    deployContext: environment.deployContext,
    providers: contract.policy.providers,
    input: contract.canonical(input) as TaskContext<C>['input'],
    log: writer.log,
    recordUsage: writer.recordUsage,
    partial: writer.setPartial,
    readRows: (name, parameters) => environment.engine.readRows(job.userId, name, parameters),
    readFile: (path) => readJobFile(job, path, environment),
    async saveFile(name, bytes, mediaType) {
      // Storage has no leases: a worker that has lost its lease without knowing may still write here. That is
      // harmless, since every attempt makes the file from the same saved stages.
      const path = makeFilePath(job.userId, job.jobId, name);
      signal.throwIfAborted();
      await environment.saveFile(path, bytes, mediaType);
      signal.throwIfAborted();
      return { path, name, mediaType, bytes: bytes.byteLength };
    },
    stage: (name, work) => runStage(name, 0, work),

    async stageItems<Item, T>(
      name: string,
      items: readonly Item[],
      limit: number,
      work: (item: Item, stage: StageHandle, index: number) => Promise<T>,
      onOutput?: (output: T, index: number) => void,
    ): Promise<T[]> {
      writer.expectItems(name, items.length);
      const outputs: T[] = [];
      const errors: unknown[] = [];
      const waiting = items.entries();
      // Each loop takes the next item until none is left, or one has failed.
      const lane = async () => {
        for (const [index, item] of waiting) {
          if (errors.length > 0) return;
          try {
            const output = await runStage(name, index + 1, (stage) => work(item, stage, index));
            outputs[index] = output;
            onOutput?.(output, index);
          } catch (error) {
            errors.push(error);
          }
        }
      };
      await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
      if (errors.length > 0) throw errors[0];
      return outputs;
    },

    async stageStream<T>(
      name: string,
      count: number,
      work: (earlier: readonly T[], save: (item: T) => void, stage: StageHandle) => Promise<unknown>,
    ): Promise<T[]> {
      writer.expectItems(name, count);
      const items: T[] = [];
      while (savedAs.has(`${items.length + 1} ${name}`)) {
        items.push(savedAs.get(`${items.length + 1} ${name}`) as T);
      }
      if (items.length >= count) return items;
      signal.throwIfAborted();
      checkTime();
      let startedAt = new Date(clock.now()).toISOString();
      // One after another: a later item saved before an earlier one would leave a gap.
      let saving: Promise<void> = Promise.resolve();
      const save = (output: T) => {
        const number = items.push(output);
        const begunAt = startedAt;
        startedAt = new Date(clock.now()).toISOString();
        if (number < count) writer.beginStage(name, number + 1);
        saving = saving.then(() => writer.saveStage(name, number, begunAt, { status: 'completed', output }));
        saving.catch(() => undefined);
      };
      writer.beginStage(name, items.length + 1);
      try {
        await work([...items], save, {
          progress: (fraction, message) =>
            writer.setStageProgress(name, Math.min(items.length + 1, count), fraction, message),
        });
      } finally {
        // What came before a failure is saved first; then the failure is thrown.
        await saving.catch(() => undefined);
      }
      signal.throwIfAborted();
      await saving;
      return items;
    },

    async skipStage(name, reason) {
      if (savedAs.has(`0 ${name}`)) return;
      signal.throwIfAborted();
      await writer.saveStage(name, 0, new Date(clock.now()).toISOString(), { status: 'skipped', reason });
    },
  };
}
