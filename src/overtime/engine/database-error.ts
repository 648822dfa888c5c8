import { JobCancelledError, LeaseLostError, OvertimeError } from '../errors.ts';

/** What supabase-js reports of a failed call; `code` is an SQLSTATE, a PGRST code or empty. */
export interface DatabaseFailure {
  readonly message: string;
  readonly code?: string;
  readonly details?: string | null;
  readonly hint?: string | null;
}

/**
 * The database cannot accept a value (SQLSTATE class 22): a text that is not a number, a time out of range. If a
 * caller sent the value, `handler.ts` reports the caller's input as wrong. In a worker it is a bug, and another
 * attempt would write the same value.
 */
export class RefusedValueError extends OvertimeError {
  override readonly name = 'RefusedValueError';
  override readonly retryable = false;
  constructor(failure: DatabaseFailure) {
    super('internal_error', 'The database refused a value. The operators can see which one in the log.', {
      cause: failure,
    });
  }
}

/** Turns a failed call into a typed error, by SQLSTATE alone (supabase/schemas/overtime/20_fence.sql lists ours). */
export function databaseError(failure: DatabaseFailure, jobId: string): OvertimeError {
  switch (failure.code) {
    case 'OT001':
      return new LeaseLostError(jobId);
    case 'OT002':
      return new JobCancelledError(jobId);
    case 'OT003':
      return new OvertimeError('dispatch_rejected', 'This dispatch was already received.');
    case 'OT004':
      // The database's message says what does not exist: a job or a schedule.
      return new OvertimeError('not_found', failure.message);
    case 'OT005':
      return new OvertimeError(
        'job_already_finished',
        `Job ${jobId} has already ended, so nothing was changed.`,
      );
    case 'OT006':
      return new OvertimeError(
        'job_not_finished',
        `Job ${jobId} has not ended yet. Cancel it first, or wait until it ends.`,
      );
    case 'OT007':
      return new OvertimeError(
        'idempotency_conflict',
        'This Idempotency-Key was used for another request. Use a new key for a new request.',
      );
    case 'OT008':
      return new OvertimeError('rate_limited', `${failure.message} Wait, then submit it again.`, {
        retryAfterSeconds: Number(failure.details ?? 60),
      });
    case 'OT009':
      return new OvertimeError('budget_spent', `${failure.message} Submit it again after midnight (UTC).`, {
        retryAfterSeconds: Number(failure.details ?? 3600),
      });
    case 'OT010':
      return new OvertimeError('too_many_schedules', `${failure.message} Stop one that is no longer needed.`);
    case 'OT011':
      return new OvertimeError('result_too_large', failure.message);
    default:
      if (failure.code?.startsWith('22')) return new RefusedValueError(failure);
      // Class 23: a row that breaks a constraint.
      if (failure.code?.startsWith('23')) {
        return new OvertimeError(
          'not_saved',
          'The database refused to save the result, because it breaks a rule. The operators can see which one in the log.',
          { cause: failure },
        );
      }
      return new OvertimeError('unavailable', 'The database is not available. Try again in a moment.', {
        cause: failure,
      });
  }
}

/**
 * Whether the same call may succeed later: the network, a gateway, or a PostgreSQL that is
 * starting, stopping or out of connections (SQLSTATE classes 08, 53 and 57,
 * https://www.postgresql.org/docs/17/errcodes-appendix.html; PGRST000 to 003 are PostgREST's own).
 */
export function isTransient(failure: DatabaseFailure, httpStatus: number): boolean {
  const code = failure.code ?? '';
  if (httpStatus === 0 || [502, 503, 504, 520, 522, 524].includes(httpStatus)) return true;
  return /^(08|53|57|PGRST00[0-3])/.test(code) || code === '40001' || code === '40P01';
}
