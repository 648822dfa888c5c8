import { useCallback, useState, useSyncExternalStore } from 'react';
import { ApiError, type SubmitOptions } from '../client.ts';
import type { Contract, InputOf } from '../contract.ts';
import { asApiError } from './as-api-error.ts';
import { rememberInStorage, type JobMemory } from './job-memory.ts';
import { useJobsContext } from './jobs-provider.tsx';
import { queryKeys } from './query-keys.ts';
import { useJobStatus, type JobView } from './use-job-status.ts';

export interface UseJobOptions {
  /** Where the job's id is kept across a refresh. Default: localStorage, one job per task. */
  readonly memory?: JobMemory;
}

/** The current job and its actions. Actions never reject: they set `error`. */
export interface JobHandle<C extends Contract> extends JobView<C> {
  readonly jobId: string | null;
  /** Why the last action or the watch failed. A failed job has its error in the snapshot. */
  readonly error: ApiError | null;
  /** The running action. */
  readonly busy: 'submit' | 'cancel' | 'retry' | null;
  submit(input: InputOf<C>, options?: SubmitOptions): Promise<void>;
  cancel(): Promise<void>;
  /** Submits the same input again and watches the new job. */
  retry(): Promise<void>;
  /** Forgets the job, which continues. */
  forget(): void;
}

/** Submits a contract's job and watches it to its end, across refreshes and lost connections. */
export function useJob<C extends Contract>(contract: C, options: UseJobOptions = {}): JobHandle<C> {
  const { client, queries } = useJobsContext();
  const [ownMemory] = useState(() => rememberInStorage(`overtime.job.${contract.name}`));
  const memory = options.memory ?? ownMemory;
  // A server that renders the page knows no job: the browser reads its memory once it has taken the page over.
  const jobId = useSyncExternalStore(memory.subscribe, memory.read, () => null);
  const view = useJobStatus(contract, jobId);
  const [actionError, setActionError] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState<JobHandle<C>['busy']>(null);

  const act = useCallback(
    async (name: 'submit' | 'cancel' | 'retry', action: () => Promise<void>) => {
      setBusy(name);
      setActionError(null);
      try {
        await action();
        void queries.invalidateQueries({ queryKey: queryKeys.lists });
      } catch (error) {
        if (!isAbort(error)) setActionError(asApiError(error));
      } finally {
        setBusy(null);
      }
    },
    [queries],
  );

  return {
    ...view,
    jobId,
    error: actionError ?? view.error,
    busy,
    submit: (input, submitOptions) =>
      act('submit', async () => memory.write((await client.submit(contract, input, submitOptions)).jobId)),
    cancel: () =>
      act('cancel', async () => {
        if (jobId === null) return;
        try {
          await client.cancel(jobId);
        } catch (error) {
          // It ended a moment ago: the snapshot will say how.
          if (!(error instanceof ApiError) || error.code !== 'job_already_finished') throw error;
        }
        view.watchAgain();
      }),
    retry: () =>
      act('retry', async () => {
        if (jobId !== null) memory.write((await client.retry(jobId)).jobId);
      }),
    watchAgain: () => {
      setActionError(null);
      view.watchAgain();
    },
    forget: () => {
      setActionError(null);
      memory.write(null);
    },
  };
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
