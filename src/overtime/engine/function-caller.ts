import type { Clock } from '../clock.ts';
import { databaseError, isTransient, type DatabaseFailure } from './database-error.ts';
import type { SqlFunctions } from './sql-functions.ts';

/** What the engine needs of supabase-js: one function call is one round trip. */
export interface FunctionCaller {
  rpc(
    name: string,
    parameters: object,
  ): PromiseLike<{ data: unknown; error: DatabaseFailure | null; status: number }>;
}

/** Delays before the second and third try of a call that did not reach the database. */
const retryDelaysMs = [200, 1000];

/**
 * Calls SQL functions and throws the typed error of `database-error.ts`.
 *
 * @returns a call that, with `tries`, is repeated when it did not reach the database. Names and parameters have the
 *   database's types, so that a misspelt one does not compile.
 */
export function functionCalls(supabase: FunctionCaller, clock: Clock) {
  const call = untypedCalls(supabase, clock);
  return <Name extends keyof SqlFunctions>(
    name: Name,
    jobId: string,
    parameters: SqlFunctions[Name],
    tries?: number,
  ): Promise<unknown> => call(name, jobId, parameters, tries);
}

/** The same for functions that are not the engine's, such as those that read an app's rows. */
export function untypedCalls(supabase: FunctionCaller, clock: Clock) {
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
