import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { JobStatus } from '../../overtime/index.ts';
import { useSupabase } from '../supabase-context.ts';
import type { SiteSupabase } from '../supabase-client.ts';

/** A job of any user, as `overtime_operator_list_jobs` returns it. */
export interface OperatorJob {
  readonly jobId: string;
  readonly userId: string;
  readonly email: string | null;
  readonly task: string;
  readonly title: string | null;
  readonly lane: string;
  readonly status: JobStatus;
  readonly waitsFor: 'time' | 'user' | 'lock' | null;
  readonly progress: number;
  readonly message: string | null;
  readonly error: string | null;
  readonly errorCode: string | null;
  readonly sample: boolean;
  readonly attempt: number;
  readonly maxAttempts: number;
  readonly costUsd: number | null;
  readonly durationMs: number | null;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
}

export interface OperatorJobPage {
  readonly jobs: readonly OperatorJob[];
  readonly nextBefore: string | null;
}

/** One job with what only an operator may see. */
export interface OperatorJobDetail extends OperatorJob {
  readonly input: unknown;
  readonly result: unknown;
  readonly attempts: readonly {
    readonly attempt: number;
    readonly outcome: string;
    readonly errorCode: string | null;
    readonly internalError: string | null;
    readonly worker: string | null;
    readonly startedAt: string;
    readonly endedAt: string;
  }[];
}

/** How the site stands (60_operator.sql). Durations in milliseconds. */
export interface OperatorSummary {
  readonly ready: number;
  readonly waiting: number;
  readonly running: number;
  readonly oldestReadyMs: number | null;
  readonly submitted: number;
  readonly completed: number;
  readonly failed: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly costTodayUsd: number;
  readonly unpriced: number;
}

/** Why a function refused. `42501`: the user is no operator. */
export class OperatorError extends Error {
  readonly code: string;
  constructor(message: string, code: string) {
    super(message);
    this.code = code;
  }
}

/** Calls one of the operator's SQL functions as the signed-in user. */
export async function callOperator(
  supabase: SiteSupabase,
  name: string,
  parameters: Record<string, unknown>,
): Promise<unknown> {
  const { data, error } = await supabase.rpc(`overtime_operator_${name}`, parameters);
  if (error) throw new OperatorError(error.message, error.code);
  return data;
}

/** Reads with one of them, again every `refreshMs` where that is given. */
export function useOperatorRead<T>(
  name: string,
  parameters: Record<string, unknown>,
  refreshMs: number | false = false,
): UseQueryResult<T> {
  const supabase = useSupabase();
  return useQuery<T>({
    queryKey: ['overtime', 'operator', name, parameters],
    queryFn: async () => (await callOperator(supabase, name, parameters)) as T,
    refetchInterval: refreshMs,
    retry: (failures, error) => failures < 2 && !(error instanceof OperatorError),
  });
}
