import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiError, type UploadedFile } from '../../overtime/client.ts';
import { useJobsClient } from '../../overtime/react.ts';

export interface Upload {
  /** The share that has been sent, 0 to 1; null when nothing is being sent. */
  readonly sent: number | null;
  readonly error: ApiError | null;
  /** Sends a file. Null when it failed (see `error`) or was cancelled. */
  send(file: File): Promise<UploadedFile | null>;
  cancel(): void;
}

/** Uploads a file for a job's input. A page that is left cancels it. */
export function useUpload(): Upload {
  const client = useJobsClient();
  const [sent, setSent] = useState<number | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const controller = useRef<AbortController | null>(null);
  const cancel = useCallback(() => controller.current?.abort(), []);
  useEffect(() => cancel, [cancel]);

  return {
    sent,
    error,
    cancel,
    send: async (file) => {
      const own = new AbortController();
      controller.current = own;
      setError(null);
      setSent(0);
      try {
        return await client.upload(file, { onProgress: setSent, signal: own.signal });
      } catch (failure) {
        if (!own.signal.aborted) {
          setError(failure instanceof ApiError ? failure : new ApiError('upload_failed', String(failure)));
        }
        return null;
      } finally {
        setSent(null);
      }
    },
  };
}
