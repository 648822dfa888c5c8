import type { z } from 'zod';
import type { lore, LoreKind } from '../../tasks/lore/lore-contract.ts';
import type { LoreItem } from './generators.ts';

/** What of an item stands where on its card. */
export interface LoreFace {
  /** Under the name. */
  readonly subtitle: string;
  readonly description: string;
  /** A few words each, under a name of their own. */
  readonly list: { readonly label: string; readonly entries: readonly string[] };
  /** What is shown on request. */
  readonly more: readonly { readonly label: string; readonly text: string }[];
}

type Item<Kind extends LoreKind> = z.output<(typeof lore)[Kind]>;

const faces: { readonly [Kind in LoreKind]: (item: Item<Kind>) => Omit<LoreFace, 'description'> } = {
  characters: (item) => ({
    subtitle: item.role,
    list: { label: 'Traits', entries: item.traits },
    more: [
      { label: 'Wants', text: item.motivation },
      { label: 'Secret', text: item.secret },
    ],
  }),
  factions: (item) => ({
    subtitle: item.purpose,
    list: { label: 'Methods', entries: item.methods },
    more: [
      { label: 'Led by', text: item.leader },
      { label: 'Conflict', text: item.conflict },
    ],
  }),
  settings: (item) => ({
    subtitle: item.location,
    list: { label: 'Landmarks', entries: item.landmarks },
    more: [
      { label: 'Mood', text: item.atmosphere },
      { label: 'Danger', text: item.danger },
    ],
  }),
  events: (item) => ({
    subtitle: item.time,
    list: { label: 'Consequences', entries: item.consequences },
    more: [{ label: 'Cause', text: item.cause }],
  }),
  relics: (item) => ({
    subtitle: item.appearance,
    list: { label: 'Powers', entries: item.powers },
    more: [
      { label: 'Origin', text: item.origin },
      { label: 'Price', text: item.price },
    ],
  }),
};

/** How an item is shown. It must be of that kind, as its contract's schema makes sure. */
export function faceOf(kind: LoreKind, item: LoreItem): LoreFace {
  const face = faces[kind] as (of: LoreItem) => Omit<LoreFace, 'description'>;
  return { ...face(item), description: item.description };
}

/** What a kind and one of it are called. */
export const kindWords: Readonly<Record<LoreKind, { readonly title: string; readonly one: string }>> = {
  characters: { title: 'Characters', one: 'character' },
  factions: { title: 'Factions', one: 'faction' },
  settings: { title: 'Settings', one: 'setting' },
  events: { title: 'Events', one: 'event' },
  relics: { title: 'Relics', one: 'relic' },
};
