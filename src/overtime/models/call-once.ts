import type { AttemptContext } from '../task.ts';
import { type CallState, reportCall } from './call-record.ts';
import { mapModelError, wasTurnedDown } from './map-error.ts';
import type { ModelName } from './model-choice.ts';
import { modelLabel } from './model-label.ts';
import { watchForStall } from './stall-watch.ts';

interface WholeCall {
  readonly purpose: string;
  readonly timeoutSeconds: number;
  /** The state of the call; a rejected call costs nothing. */
  readonly measure: (turnedDown: boolean) => Omit<CallState, 'firstTokenAt'>;
}

/**
 * Makes one call whose answer comes as a whole, such as a recording or a picture. Like every call, it is reported while
 * it runs and when it ends, also by failure or abort. The call fails when `work` cannot use the answer.
 *
 * @throws OvertimeError one of the `model_*` codes, or the reason of `ctx.signal`
 */
export async function callOnce<T>(
  ctx: AttemptContext,
  choice: ModelName,
  { purpose, timeoutSeconds, measure }: WholeCall,
  work: (abortSignal: AbortSignal) => Promise<T>,
): Promise<T> {
  const label = modelLabel(choice);
  let turnedDown = false;
  const report = reportCall(ctx, choice, purpose, () => ({ ...measure(turnedDown), firstTokenAt: null }));
  const watch = watchForStall(ctx.clock, label, {
    firstSeconds: timeoutSeconds,
    betweenSeconds: timeoutSeconds,
    totalSeconds: timeoutSeconds,
  });
  try {
    report('running');
    const value = await work(AbortSignal.any([ctx.signal, watch.signal]));
    report('succeeded');
    return value;
  } catch (error) {
    ctx.signal.throwIfAborted();
    turnedDown = wasTurnedDown(error);
    watch.signal.throwIfAborted();
    throw mapModelError(error, label, ctx.clock.now());
  } finally {
    watch.stop();
    report('failed');
  }
}
