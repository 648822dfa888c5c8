import type { AttemptContext } from '../task.ts';
import { type CallRequest, callModel } from './call-model.ts';
import { modelsFor } from './choose-models.ts';
import { everySoOften } from './every-so-often.ts';
import { modelLabel } from './model-label.ts';
import { modelsInTurn } from './models-in-turn.ts';
import { assertFinished, assertNotRefused } from './parse-output.ts';
import { assertAccepted, mendedOnce } from './rejected-answer.ts';
import { storableReviver } from '../storable.ts';
import { proseIn, proseSoFar } from './unpack-prose.ts';

export interface ProseRequest extends CallRequest {
  /** The answer where no model is configured: made from the task's input, never from the prompt. */
  readonly sample?: (() => string) | undefined;
  /** The faults of the text, one precise sentence each; empty when there are none. */
  readonly check?: ((text: string) => readonly string[]) | undefined;
  /** Gets all the text so far; at most every 250 ms. A further call starts again. */
  readonly onText?: ((textSoFar: string) => void) | undefined;
}

/**
 * Requests text, streamed while it is written; it must end naturally. Fallback and repair are as with `streamObject`.
 *
 * @throws OvertimeError with a `model_*` code, or the reason of `ctx.signal` when that aborts
 */
export async function streamProse(ctx: AttemptContext, request: ProseRequest): Promise<string> {
  const { check, onText } = request;
  const inTurn = modelsInTurn(ctx, modelsFor(ctx, request));

  return mendedOnce(ctx, request, (prompt, purpose) =>
    inTurn((choice) => {
      const model = modelLabel(choice);
      const showing = everySoOften(ctx.clock, (text) => onText?.(clean(proseSoFar(text, request.purpose))));
      return callModel(ctx, choice, {
        ...request,
        prompt,
        purpose,
        onText: onText && showing.text,
        read(text, finishReason) {
          showing.end();
          assertNotRefused(finishReason, model);
          assertFinished(finishReason, model);
          const prose = clean(proseIn(text, request.purpose));
          assertAccepted(model, prose, prose === '' ? ['It is empty.'] : (check?.(prose) ?? []));
          onText?.(prose);
          return prose;
        },
      }).finally(showing.end);
    }),
  );
}

function clean(text: string): string {
  return storableReviver('', text) as string;
}
