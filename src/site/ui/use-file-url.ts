import { useQuery } from '@tanstack/react-query';
import { useJobsClient } from '../../overtime/react.ts';

/** How long a signed URL is used before another is made, in milliseconds; it is good for an hour. */
const freshMs = 45 * 60_000;

export interface FileUrl {
  /** Null until there is one. */
  readonly url: string | null;
  /** Why there is none, as a sentence. */
  readonly problem: string | null;
  /** Makes another one, for a URL that a page has had for too long. */
  renew(): void;
}

/** A URL of a file of the user's, to be played or shown; null asks for none. */
export function useFileUrl(path: string | null): FileUrl {
  const client = useJobsClient();
  const { data, error, refetch } = useQuery({
    queryKey: ['overtime', 'file-url', path],
    enabled: path !== null,
    queryFn: () => client.fileUrl(path ?? ''),
    staleTime: freshMs,
    retry: false,
    // A player starts anew with another URL: it gets one when it asks for it.
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  return {
    url: data ?? null,
    problem: error === null ? null : error.message,
    renew: () => void refetch(),
  };
}
