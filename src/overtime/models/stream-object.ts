import type { z } from 'zod';
import type { AttemptContext } from '../task.ts';
import { type CallRequest, callModel, isImage } from './call-model.ts';
import { chooseModels, thatReadImages } from './choose-models.ts';
import { everySoOften } from './every-so-often.ts';
import { modelLabel } from './model-label.ts';
import { modelsInTurn } from './models-in-turn.ts';
import { parseOutput } from './parse-output.ts';
import { assertAccepted, mendedOnce } from './rejected-answer.ts';
import { storable } from '../storable.ts';

export interface ObjectRequest<Schema extends z.ZodType> extends CallRequest {
  readonly schema: Schema;
  /** What the call answers where no model is set up: made of the task's input, never of the prompt. */
  readonly sample?: (() => z.input<Schema>) | undefined;
  /** What is wrong with an object that fits the schema, one precise sentence each; empty when nothing is. */
  readonly check?: ((value: z.output<Schema>) => readonly string[]) | undefined;
  /** Gets what has been written so far, any part of it missing; at most every 250 ms. */
  readonly onPartial?: ((partial: unknown) => void) | undefined;
  /** Gets the number of characters received so far. A further call begins again. */
  readonly onCharacters?: ((count: number) => void) | undefined;
}

/**
 * Asks for an object of the schema, streamed as it is written. When a model cannot answer, the next one of
 * the policy is asked; an answer that fails the schema or `check` goes back once with the complaints.
 * There is no other retry in here: the job's attempts are the one owner of retry.
 *
 * Every call is reported by `ctx.recordUsage`, one that mends as `<purpose> (repair)`.
 *
 * @throws OvertimeError with a `model_*` code, or the reason of `ctx.signal` when that aborts
 */
export async function streamObject<Schema extends z.ZodType>(
  ctx: AttemptContext,
  request: ObjectRequest<Schema>,
): Promise<z.output<Schema>> {
  const { schema, sample, check, onPartial, onCharacters } = request;
  const choices = chooseModels(ctx, request.asked);
  const carriesImage = request.document !== undefined && isImage(request.document);
  const inTurn = modelsInTurn(ctx, carriesImage ? thatReadImages(choices) : choices);
  const { parsePartialJson } = await import('ai');

  return mendedOnce(ctx, request, (prompt, purpose) =>
    inTurn((choice) => {
      const model = modelLabel(choice);
      const isTime = everySoOften(ctx.clock);
      return callModel(ctx, choice, {
        ...request,
        prompt,
        purpose,
        sample: sample && (() => JSON.stringify(sample())),
        async onText(text) {
          onCharacters?.(text.length);
          if (onPartial === undefined || !isTime()) return;
          const { value } = await parsePartialJson(text);
          if (value !== undefined) onPartial(storable(value));
        },
        read(text, finishReason) {
          const object = parseOutput(schema, text, finishReason, model);
          assertAccepted(model, text, check?.(object) ?? []);
          onPartial?.(object);
          return object;
        },
      });
    }),
  );
}
