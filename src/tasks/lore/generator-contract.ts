import { z } from 'zod';
import { defineContract } from '../../overtime/index.ts';
import { existingLore, lore, type LoreKind, lorePolicy, worldBrief } from './lore-contract.ts';

/** How many items one job writes at most. */
const mostItems = 10;

/** The contract of a task that writes lore of one kind: so many items, each shown when it is finished. */
export function defineGenerator<Kind extends LoreKind>({ name, kind }: { name: string; kind: Kind }) {
  return defineContract({
    name,
    version: 1,
    input: z.strictObject({
      ...worldBrief,
      count: z.number().int().min(1).max(mostItems).default(3).describe('How many to write'),
      existingLore: existingLore.optional(),
    }),
    result: z.object({ items: z.array(lore[kind]).min(1).max(mostItems) }),
    partial: z.object({ items: z.array(lore[kind]).max(mostItems) }),
    stages: { generation: { title: `Writing the ${kind}`, weight: 1 } },
    title: ({ theme }) => `${kind.charAt(0).toUpperCase()}${kind.slice(1)}: ${theme}`,
    policy: lorePolicy,
  });
}
export type Generator<Kind extends LoreKind> = ReturnType<typeof defineGenerator<Kind>>;
