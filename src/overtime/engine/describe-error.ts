import { OvertimeError } from '../errors.ts';
import { errorRecord, errorText } from './error-record.ts';

/** An error in two halves: what the job's owner reads, and what only an operator may see. */
export interface DescribedError {
  readonly error: { readonly code: string; readonly message: string; readonly retryable: boolean };
  readonly internalError: string;
  readonly retryAfterSeconds: number | undefined;
}

const longestInternalError = 20_000;
const longestMessage = 2_000;

/**
 * Classifies an error of a task: a reported failure keeps its code and message; anything else is a crash, shown as
 * `internal_error` without its text, which a user must not read.
 */
export function describeError(thrown: unknown): DescribedError {
  const internalError = errorText(errorRecord(thrown)).slice(0, longestInternalError);
  if (thrown instanceof OvertimeError) {
    return {
      error: {
        code: thrown.code,
        message: thrown.message.slice(0, longestMessage),
        retryable: thrown.retryable,
      },
      internalError,
      retryAfterSeconds: thrown.retryAfterSeconds,
    };
  }
  return {
    error: {
      code: 'internal_error',
      message:
        'Something went wrong on our side. Try again. If it fails again, tell the operators of this site.',
      retryable: true,
    },
    internalError,
    retryAfterSeconds: undefined,
  };
}
