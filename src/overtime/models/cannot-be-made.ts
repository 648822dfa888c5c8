import { OvertimeError } from '../errors.ts';
import type { AttemptContext } from '../task.ts';

/**
 * Whether an optional part of a result, such as a recording or a picture, cannot be made: another attempt would
 * fail in the same way, or there is none. A task then ends without the part, instead of losing all that is paid for.
 *
 * @param error of `speak`, `draw` or a stream. Any other is false. Throws the reason of `ctx.signal`.
 */
export function cannotBeMade(ctx: AttemptContext, error: unknown): error is OvertimeError {
  ctx.signal.throwIfAborted();
  return (
    error instanceof OvertimeError &&
    /^model_|_not_configured$/.test(error.code) &&
    (!error.retryable || ctx.attempt >= ctx.maxAttempts)
  );
}
