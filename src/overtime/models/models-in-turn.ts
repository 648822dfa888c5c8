import { OvertimeError } from '../errors.ts';
import type { AttemptContext } from '../task.ts';
import type { ModelName } from './model-choice.ts';
import { modelLabel } from './model-label.ts';

/**
 * A 429 with a shorter wait than this, in seconds, is left to the job's retry; with a longer one, another provider
 * is tried.
 */
const shortWaitSeconds = 20;

/** Calls the current model. */
export type CallInTurn<Choice> = <T>(call: (choice: Choice) => Promise<T>) => Promise<T>;

/**
 * Calls the first model, and the next one at once where the provider is at fault and another may succeed; later calls
 * then begin with that one. It does not wait and retry: only the job's attempts retry, so that no failure is paid for
 * twice.
 *
 * When none is left, the error that can be retried soonest is thrown: a retryable one with the shortest wait, else the
 * first.
 */
export function modelsInTurn<Choice extends ModelName>(
  ctx: AttemptContext,
  choices: readonly Choice[],
): CallInTurn<Choice> {
  let turn = 0;
  return async (call) => {
    const errors: OvertimeError[] = [];
    for (;;) {
      // `turn` stays below the number of choices, of which there is at least one.
      const choice = choices[turn] as Choice;
      try {
        return await call(choice);
      } catch (error) {
        ctx.signal.throwIfAborted();
        if (!(error instanceof OvertimeError)) throw error;
        const elsewhere = mayGoElsewhere(error);
        if (!elsewhere && error.retryable) throw error;
        errors.push(error);
        const next = choices[turn + 1];
        if (!elsewhere || next === undefined) throw soonest(errors);
        ctx.log('warn', `${error.message} Asking ${modelLabel(next)} instead.`, { code: error.code });
        turn += 1;
      }
    }
  };
}

function mayGoElsewhere(error: OvertimeError): boolean {
  switch (error.code) {
    // The provider is down, too slow, out of credit, or misconfigured: another one may not be.
    case 'model_unavailable':
    case 'model_timed_out':
    case 'model_quota_exhausted':
    case 'model_key_rejected':
    case 'model_not_found':
    case 'model_not_configured':
    // Another one reads longer texts and larger files.
    case 'model_input_too_large':
      return true;
    case 'model_rate_limited':
      return (error.retryAfterSeconds ?? 0) > shortWaitSeconds;
    // A refusal is an answer, a bad request is our fault, and a broken stream may succeed the next time.
    default:
      return false;
  }
}

function soonest(errors: readonly OvertimeError[]): OvertimeError {
  const wait = (error: OvertimeError) => (error.retryable ? (error.retryAfterSeconds ?? 0) : Infinity);
  return errors.reduce((best, error) => (wait(error) < wait(best) ? error : best));
}
