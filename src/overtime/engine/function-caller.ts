import type { Clock } from '../clock.ts';
import { databaseError, isTransient, type DatabaseFailure } from './database-error.ts';

/** What the engine asks of supabase-js: one function call is one round trip. */
export interface FunctionCaller {
  rpc(
    name: string,
    parameters: object,
  ): PromiseLike<{ data: unknown; error: DatabaseFailure | null; status: number }>;
}

/** Waits before the second and third try of a call that did not reach the database. */
const retryDelaysMs = [200, 1000];

/**
 * Calls SQL functions and throws the typed error of `database-error.ts`.
 *
 * @returns a call that, with `tries`, is made again when it did not reach the database.
 */
export function functionCalls(supabase: FunctionCaller, clock: Clock) {
  return async (name: string, jobId: string, parameters: object, tries = 1): Promise<unknown> => {
    for (let attempt = 1; ; attempt += 1) {
      const { data, error, status } = await supabase.rpc(name, parameters);
      if (!error) return data;
      const delay = retryDelaysMs[attempt - 1];
      if (attempt >= tries || delay === undefined || !isTransient(error, status)) {
        throw databaseError(error, jobId);
      }
      await clock.sleep(delay);
    }
  };
}
