import type { z } from 'zod';
import type { AttemptContext } from '../task.ts';
import { type CallRequest, callModel } from './call-model.ts';
import { modelsFor } from './choose-models.ts';
import { everySoOften } from './every-so-often.ts';
import { modelLabel } from './model-label.ts';
import { modelsInTurn } from './models-in-turn.ts';
import { parseOutput } from './parse-output.ts';
import { assertAccepted, mendedOnce } from './rejected-answer.ts';
import { storable } from '../storable.ts';
import { unwrapped } from './unpack-json.ts';

export interface ObjectRequest<Schema extends z.ZodType> extends CallRequest {
  readonly schema: Schema;
  /** The answer where no model is configured: made from the task's input, never from the prompt. */
  readonly sample?: (() => z.input<Schema>) | undefined;
  /** The faults of an object that fits the schema, one precise sentence each; empty when there are none. */
  readonly check?: ((value: z.output<Schema>) => readonly string[]) | undefined;
  /** Gets the object so far, any part of it missing; at most every 250 ms. */
  readonly onPartial?: ((partial: unknown) => void) | undefined;
  /** Gets the number of characters received so far. A further call starts again at 0. */
  readonly onCharacters?: ((count: number) => void) | undefined;
}

/**
 * Requests an object of the schema, streamed while it is written. When a model cannot answer, the next one of the policy
 * is called; an answer that fails the schema or `check` is sent back once with its faults. There is no other retry here:
 * only the job's attempts retry.
 *
 * `ctx.recordUsage` reports every call, a repair as `<purpose> (repair)`.
 *
 * @throws OvertimeError with a `model_*` code, or the reason of `ctx.signal` when that aborts
 */
export async function streamObject<Schema extends z.ZodType>(
  ctx: AttemptContext,
  request: ObjectRequest<Schema>,
): Promise<z.output<Schema>> {
  const { schema, sample, check, onPartial, onCharacters } = request;
  const inTurn = modelsInTurn(ctx, modelsFor(ctx, request));
  const { parsePartialJson } = await import('ai');

  return mendedOnce(ctx, request, (prompt, purpose) =>
    inTurn((choice) => {
      const model = modelLabel(choice);
      const showing = everySoOften(ctx.clock, async (text, isOver) => {
        const { value } = await parsePartialJson(text);
        if (value !== undefined && !isOver()) onPartial?.(storable(unwrapped(value, schema)));
      });
      return callModel(ctx, choice, {
        ...request,
        prompt,
        purpose,
        sample: sample && (() => JSON.stringify(sample())),
        async onText(text) {
          onCharacters?.(text.length);
          if (onPartial !== undefined) await showing.text(text);
        },
        read(text, finishReason) {
          showing.end();
          const object = parseOutput(schema, text, finishReason, model);
          assertAccepted(model, text, check?.(object) ?? []);
          onPartial?.(object);
          return object;
        },
      }).finally(showing.end);
    }),
  );
}
