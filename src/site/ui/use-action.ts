import { useState } from 'react';
import { ApiError } from '../../overtime/client.ts';

export interface Action {
  readonly busy: boolean;
  /** Why the last one failed. */
  readonly error: ApiError | null;
  /** Does it, and never rejects. */
  run(work: () => Promise<unknown>): Promise<void>;
}

/** Something that a button does: under way, or why it failed. */
export function useAction(): Action {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  return {
    busy,
    error,
    run: async (work) => {
      setBusy(true);
      setError(null);
      try {
        await work();
      } catch (failure) {
        // It ended a moment before it was to be cancelled: what is read next says how.
        if (failure instanceof ApiError && failure.code === 'job_already_finished') return;
        setError(failure instanceof ApiError ? failure : new ApiError('unexpected', String(failure)));
      } finally {
        setBusy(false);
      }
    },
  };
}
