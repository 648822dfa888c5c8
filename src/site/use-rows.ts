import type { SiteSupabase } from './supabase-client.ts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSupabase } from './supabase-context.ts';

/** What PostgREST answers to a query of supabase-js. */
interface Answer {
  readonly data: unknown;
  readonly error: { readonly message: string } | null;
}

export interface Rows<Row> {
  /** Null until they have been read. */
  readonly rows: readonly Row[] | null;
  /** Why they could not be read, as a sentence. */
  readonly problem: string | null;
  refresh(): void;
}

export interface RowOptions<Row> {
  /** False reads nothing. Default true. */
  readonly enabled?: boolean;
  /** Whether the rows of the key before stay until those of another key have been read. Default false. */
  readonly keepsPrevious?: boolean;
  /** How long until they are read again, in milliseconds, judged by what was read last. Default: never. */
  readonly refreshMs?: (rows: readonly Row[]) => number | false;
}

/**
 * Reads rows of a table that the user may read.
 *
 * @param key what is read, such as `['worlds']`: the same key is the same rows.
 * @param select `(supabase, signal) => supabase.from('worlds').select('id, title').abortSignal(signal)`
 */
export function useRows<Row>(
  key: readonly unknown[],
  select: (supabase: SiteSupabase, signal: AbortSignal) => PromiseLike<Answer>,
  { enabled = true, keepsPrevious = false, refreshMs = () => false }: RowOptions<Row> = {},
): Rows<Row> {
  const supabase = useSupabase();
  const { data, error, refetch } = useQuery<readonly Row[]>({
    queryKey: ['overtime', 'rows', ...key],
    enabled,
    ...(keepsPrevious && { placeholderData: keepPreviousData }),
    refetchInterval: ({ state }) => refreshMs(state.data ?? []),
    queryFn: async ({ signal }) => {
      const answer = await select(supabase, signal);
      if (answer.error !== null) throw new Error(answer.error.message);
      return answer.data as readonly Row[];
    },
  });
  return {
    rows: data ?? null,
    problem: error === null ? null : 'This list could not be loaded. Check your connection and try again.',
    refresh: () => void refetch(),
  };
}
