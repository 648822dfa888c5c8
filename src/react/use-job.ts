import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { ApiError, type SnapshotOf, type SubmitOptions } from '../client/index.ts';
import type { Contract, InputOf } from '../contract.ts';
import { rememberInStorage, type JobMemory } from './job-memory.ts';
import { useJobsClient } from './jobs-provider.tsx';

export interface UseJobOptions {
  /** Where the job's id is kept over a refresh. Default: localStorage, one job per task. */
  readonly memory?: JobMemory;
}

/** A job in view, and what can be done with it. The actions never reject: they set `error`. */
export interface JobHandle<C extends Contract> {
  readonly jobId: string | null;
  /** The latest snapshot; null without a job, and until its first one has arrived. */
  readonly snapshot: SnapshotOf<C> | null;
  /** Why the last action or the watching failed. A job that failed has its error in the snapshot. */
  readonly error: ApiError | null;
  /** Why the last poll failed while watching goes on; null as soon as one succeeds. */
  readonly trouble: ApiError | null;
  /** The action under way. */
  readonly busy: 'submit' | 'cancel' | 'retry' | null;
  submit(input: InputOf<C>, options?: SubmitOptions): Promise<void>;
  cancel(): Promise<void>;
  /** Starts the same input again and follows the new job. */
  retry(): Promise<void>;
  /** Watches again after the watching failed or gave up. */
  watchAgain(): void;
  /** Takes the job out of view; it goes on by itself. */
  forget(): void;
}

interface Watched<C extends Contract> {
  readonly jobId: string | null;
  readonly snapshot: SnapshotOf<C> | null;
  readonly error: ApiError | null;
  readonly trouble: ApiError | null;
}

const nothing = { jobId: null, snapshot: null, error: null, trouble: null } as const;

/** Submits a contract's job and follows it to its end, over refreshes and lost connections. */
export function useJob<C extends Contract>(contract: C, options: UseJobOptions = {}): JobHandle<C> {
  const client = useJobsClient();
  const [ownMemory] = useState(() => rememberInStorage(`overtime.job.${contract.name}`));
  const memory = options.memory ?? ownMemory;
  const jobId = useSyncExternalStore(memory.subscribe, memory.read);
  const [watched, setWatched] = useState<Watched<C>>(nothing);
  const [actionError, setActionError] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState<JobHandle<C>['busy']>(null);
  const [round, setRound] = useState(0);

  useEffect(() => {
    if (jobId === null) return;
    const controller = new AbortController();
    const update = (change: Partial<Watched<C>>) => {
      if (controller.signal.aborted) return;
      setWatched((before) => ({ ...(before.jobId === jobId ? before : nothing), jobId, ...change }));
    };
    const follow = async () => {
      update({ error: null, trouble: null });
      try {
        const snapshots = client.watch(contract, jobId, {
          signal: controller.signal,
          onTrouble: (trouble) => update({ trouble }),
        });
        for await (const snapshot of snapshots) update({ snapshot });
      } catch (error) {
        update({ error: asApiError(error) });
      }
    };
    void follow();
    return () => controller.abort(new DOMException('The job is no longer in view.', 'AbortError'));
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- a new round watches the same job again
  }, [client, contract, jobId, round]);

  const act = useCallback(async (name: 'submit' | 'cancel' | 'retry', action: () => Promise<void>) => {
    setBusy(name);
    setActionError(null);
    try {
      await action();
    } catch (error) {
      if (!isAbort(error)) setActionError(asApiError(error));
    } finally {
      setBusy(null);
    }
  }, []);

  // State of another job is never shown for this one, not even for a single frame.
  const current: Watched<C> = watched.jobId === jobId ? watched : nothing;

  return {
    jobId,
    snapshot: current.snapshot,
    error: actionError ?? current.error,
    trouble: current.trouble,
    busy,
    submit: (input, submitOptions) =>
      act('submit', async () => memory.write((await client.submit(contract, input, submitOptions)).jobId)),
    cancel: () =>
      act('cancel', async () => {
        if (jobId === null) return;
        try {
          await client.cancel(jobId);
        } catch (error) {
          // It ended a moment before: the snapshot is about to say how.
          if (!(error instanceof ApiError) || error.code !== 'job_already_finished') throw error;
        }
        setRound((before) => before + 1);
      }),
    retry: () =>
      act('retry', async () => {
        if (jobId !== null) memory.write((await client.retry(jobId)).jobId);
      }),
    watchAgain: () => {
      setActionError(null);
      setRound((before) => before + 1);
    },
    forget: () => {
      setActionError(null);
      memory.write(null);
    },
  };
}

function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new ApiError('internal_error', message, { cause: error });
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
