import { z } from 'zod';
import { OvertimeError } from '../errors.ts';
import type { AttemptContext } from '../task.ts';
import { type CallRequest, callModel } from './call-model.ts';
import { modelsFor } from './choose-models.ts';
import { completeItems } from './complete-items.ts';
import { delimit } from './delimit.ts';
import { modelLabel } from './model-label.ts';
import { modelsInTurn } from './models-in-turn.ts';
import { assertFinished, assertNotRefused, faultsOf } from './parse-output.ts';
import { checkFault, type Fault, kindsOf, listed, RejectedAnswer, repairPurpose } from './rejected-answer.ts';
import { parseJson, unwrapped } from './unpack-json.ts';

export interface ItemsRequest<Element extends z.ZodObject> extends CallRequest {
  /** The schema of one item. */
  readonly element: Element;
  /** How many items, at least 1. */
  readonly count: number;
  /** The answer where no model is configured: all `count` items, made from the task's input. */
  readonly sample?: (() => readonly z.input<Element>[]) | undefined;
  /** The faults of an item that fits its schema, given the accepted ones before it; empty when there are none. */
  readonly check?:
    | ((item: z.output<Element>, earlier: readonly z.output<Element>[]) => readonly string[])
    | undefined;
  /** Gets each item as soon as it is complete and valid; `index` counts from 0. */
  readonly onItem: (item: z.output<Element>, index: number) => void;
  /** Gets the number of characters received so far. A further call starts again at 0. */
  readonly onCharacters?: ((count: number) => void) | undefined;
}

/** How many faults are sent back to the model. */
const mostComplaints = 10;

/**
 * Requests a list of `count` items, each validated as it arrives. Accepted items are kept even if their call fails: a
 * broken stream loses only the item that it was writing. Missing and rejected items are requested once more, with the
 * accepted ones and the faults.
 *
 * @throws OvertimeError with a `model_*` code, or the reason of `ctx.signal` when that aborts
 */
export async function streamItems<Element extends z.ZodObject>(
  ctx: AttemptContext,
  request: ItemsRequest<Element>,
): Promise<z.output<Element>[]> {
  const { element, count, sample, check, onItem, onCharacters } = request;
  const inTurn = modelsInTurn(ctx, modelsFor(ctx, request));
  const items: z.output<Element>[] = [];
  const faults: Fault[] = [];

  function take(json: string): void {
    const value = unwrapped(parseJson(json), element);
    // A list in a list of one, or in an object.
    for (const each of Array.isArray(value) ? value : [value]) {
      if (items.length < count) faults.push(...problemsOf(each));
    }
  }

  function problemsOf(value: unknown): readonly Fault[] {
    if (value === undefined) return [{ path: '', kind: 'item_not_json', complaint: 'An item is not JSON.' }];
    const parsed = element.safeParse(value);
    if (!parsed.success) {
      return faultsOf(parsed.error).map(({ path, kind, complaint }) => ({
        path: '',
        kind: `item ${path}: ${kind}`,
        complaint: `An item has a wrong ${path}: ${complaint}`,
      }));
    }
    const problems = check?.(parsed.data, items) ?? [];
    if (problems.length > 0) return problems.map(checkFault);
    items.push(parsed.data);
    onItem(parsed.data, items.length - 1);
    return [];
  }

  const write = (purpose: string) =>
    inTurn(async (choice) => {
      const model = modelLabel(choice);
      const itemsIn = completeItems();
      const missing = count - items.length;
      try {
        await callModel(ctx, choice, {
          ...request,
          purpose,
          // Inside, so that a fallback model continues after the items of the first one.
          prompt: itemsPrompt(request.prompt, missing, items, faults),
          sample: sample && (() => JSON.stringify({ items: sample().slice(items.length) })),
          schema: z.object({ items: z.array(element).length(missing) }),
          onText(text) {
            onCharacters?.(text.length);
            itemsIn(text).forEach(take);
          },
          read(text, finishReason) {
            if (items.length === count) return;
            assertNotRefused(finishReason, model);
            assertFinished(finishReason, model);
            const tooFew = `Of ${missing} in the list "items", ${count - items.length} are missing.`;
            faults.push({ path: '', kind: tooFew, complaint: tooFew });
            throw new RejectedAnswer(model, text, faults);
          },
        });
      } catch (error) {
        // A failure after the last item loses nothing, so no model is called again.
        if (items.length < count || !isWorthAnotherCall(error, items.length)) throw error;
      }
    });

  try {
    await write(request.purpose);
  } catch (error) {
    if (!isWorthAnotherCall(error, items.length)) throw error;
    ctx.log(
      'warn',
      `Written so far: ${items.length} of ${count}. The model is asked once more for the others.`,
      {
        reason: kindsOf(faults),
      },
    );
    await write(repairPurpose(request.purpose));
  }
  return items;
}

/** An answer that was rejected, or that broke off after its first item. */
function isWorthAnotherCall(error: unknown, accepted: number): boolean {
  if (!(error instanceof OvertimeError)) return false;
  if (error.code === 'model_output_invalid') return accepted > 0 || error instanceof RejectedAnswer;
  return accepted > 0 && (error.code === 'model_stream_broken' || error.code === 'model_timed_out');
}

function itemsPrompt(
  prompt: string,
  missing: number,
  accepted: readonly unknown[],
  faults: readonly Fault[],
): string {
  const parts = [prompt];
  if (accepted.length > 0) {
    parts.push(
      `${accepted.length} of the items are there already. Write the others, which go with these and repeat none:`,
      delimit('earlier items', JSON.stringify(accepted)),
    );
  }
  if (faults.length > 0) {
    const complaints = faults.slice(0, mostComplaints).map(({ complaint }) => complaint);
    parts.push(
      'An earlier answer had items that were not accepted. Write none with these faults:',
      delimit('complaints', listed(complaints)),
    );
  }
  parts.push(`Write exactly ${missing} ${missing === 1 ? 'item' : 'items'} in the list "items".`);
  return parts.join('\n\n');
}
