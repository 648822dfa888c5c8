import type { z } from 'zod';
import type { Contract } from '../../overtime/index.ts';
import { generateCharacters } from '../../tasks/generate-characters/contract.ts';
import { generateEvents } from '../../tasks/generate-events/contract.ts';
import { generateFactions } from '../../tasks/generate-factions/contract.ts';
import { generateRelics } from '../../tasks/generate-relics/contract.ts';
import { generateSettings } from '../../tasks/generate-settings/contract.ts';
import type { Generator } from '../../tasks/lore/generator-contract.ts';
import { type lore, type LoreKind, loreKinds } from '../../tasks/lore/lore-contract.ts';

/** An item of any kind. */
export type LoreItem = z.output<(typeof lore)[LoreKind]>;

interface Items {
  readonly items: readonly LoreItem[];
}

/** What the five contracts share: on this page the kind is a choice. */
export type LoreGenerator = Contract<
  Generator<LoreKind>['input'],
  z.ZodType<Items>,
  z.ZodType<Items>,
  'generation'
>;

/** The contract of the task that writes each kind of lore. */
export const generators: Readonly<Record<LoreKind, LoreGenerator>> = {
  characters: generateCharacters,
  factions: generateFactions,
  settings: generateSettings,
  events: generateEvents,
  relics: generateRelics,
};

export const allGenerators = loreKinds.map((kind) => generators[kind]) as [LoreGenerator, ...LoreGenerator[]];

/** The kind that a task writes, if it writes lore. */
export function kindOf(task: string | null): LoreKind | undefined {
  return loreKinds.find((kind) => generators[kind].name === task);
}
