import { OvertimeError, TaskError } from '../errors.ts';

/** An error in two halves: what the job's owner reads, and what only an operator may see. */
export interface DescribedError {
  readonly error: { readonly code: string; readonly message: string; readonly retryable: boolean };
  readonly internalError: string;
  readonly retryAfterSeconds: number | undefined;
}

const longestInternalError = 20_000;

/**
 * Sorts what a task threw: a reported failure keeps its code and words; anything else is a crash,
 * shown as `internal_error` without its text, which may hold what a user must not read.
 */
export function describeError(thrown: unknown): DescribedError {
  const internalError = inFull(thrown).slice(0, longestInternalError);
  if (thrown instanceof OvertimeError || thrown instanceof TaskError) {
    return {
      error: { code: thrown.code, message: thrown.message, retryable: thrown.retryable },
      internalError,
      retryAfterSeconds: thrown instanceof OvertimeError ? thrown.retryAfterSeconds : undefined,
    };
  }
  return {
    error: {
      code: 'internal_error',
      message: 'Something went wrong on our side; the operators can see what.',
      retryable: true,
    },
    internalError,
    retryAfterSeconds: undefined,
  };
}

/** Stack and causes, nested causes included. */
function inFull(thrown: unknown, depth = 0): string {
  if (!(thrown instanceof Error)) return typeof thrown === 'string' ? thrown : (JSON.stringify(thrown) ?? '');
  const own = thrown.stack ?? `${thrown.name}: ${thrown.message}`;
  if (thrown.cause === undefined || depth >= 5) return own;
  return `${own}\ncaused by: ${inFull(thrown.cause, depth + 1)}`;
}
