import type { z } from 'zod';
import { streamItems } from '../../overtime/models.ts';
import { defineTask, type Task } from '../../overtime/index.ts';
import type { Generator } from './generator-contract.ts';
import { lore, type LoreKind, loreKinds } from './lore-contract.ts';
import { generatorPrompt, generatorSystem } from './lore-prompt.ts';
import { nameProblems } from './same-name.ts';
import { loreSample } from './sample.ts';

/** Longest model call, in seconds, as LoreSmith has it. */
export const callSeconds = 90;

/** About how long one item is as JSON, in characters, while none is finished. */
const usualCharacters = 900;

/**
 * The work of a task that writes lore of one kind. Every item is validated, shown and saved when it is
 * finished, so that whatever breaks costs the item that was being written and no other.
 */
export function generatorTask<Kind extends LoreKind>(
  contract: Generator<Kind>,
  kind: Kind,
): Task<Generator<Kind>> {
  type Item = z.output<(typeof lore)[Kind]>;
  return defineTask(contract, async (ctx) => {
    // The union of five contracts is more than the compiler follows; what they share is enough here.
    const { input } = ctx as { input: z.output<Generator<LoreKind>['input']> };
    const show = ctx.partial as (partial: { items: readonly Item[] }) => void;
    const known = loreKinds.flatMap((each) => (input.existingLore?.[each] ?? []).map(({ name }) => name));

    const items = await ctx.stageStream<Item>('generation', input.count, async (earlier, save, stage) => {
      const done = [...earlier];
      let expected = usualCharacters;
      let characters = 0;
      let finishedAt = 0;
      stage.progress(0, `Writing ${kind}`);
      await streamItems(ctx, {
        element: lore[kind],
        count: input.count - earlier.length,
        system: generatorSystem(kind),
        prompt: generatorPrompt(kind, input, earlier),
        purpose: 'generation',
        sample: () =>
          loreSample(kind, {
            theme: input.theme,
            count: input.count - earlier.length,
            taken: [...known, ...earlier.map(({ name }) => name)],
          }),
        timeoutSeconds: callSeconds,
        check: (item, before) =>
          nameProblems(item, [...known, ...[...earlier, ...before].map(({ name }) => name)]),
        onItem: (item) => {
          save(item);
          done.push(item);
          expected = Math.max(1, characters - finishedAt);
          finishedAt = characters;
          show({ items: done });
          stage.progress(0, progressMessage(done, input.count));
        },
        onCharacters: (count) => {
          // A further call counts from nothing again.
          if (count < characters) finishedAt = 0;
          characters = count;
          stage.progress(Math.min(0.95, (characters - finishedAt) / expected));
        },
      });
    });
    return { items };
  });
}

function progressMessage(done: readonly { readonly name: string }[], count: number): string {
  return `${done.length} of ${count}: ${done.map(({ name }) => name).join(', ')}`;
}
