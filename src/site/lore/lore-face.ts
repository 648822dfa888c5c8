import type { z } from 'zod';
import type { lore, LoreKind } from '../../tasks/lore/lore-contract.ts';
import type { FieldTexts } from '../edits/fields-editor.tsx';
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

/** A field of an item with what it is called on the page. */
export interface LoreField<Name extends string = string> {
  readonly name: Name;
  readonly label: string;
}

interface LoreLayout<Name extends string> {
  readonly subtitle: LoreField<Name>;
  readonly list: LoreField<Name>;
  readonly more: readonly LoreField<Name>[];
}

type Layouts = {
  readonly [Kind in LoreKind]: LoreLayout<keyof z.output<(typeof lore)[Kind]> & string>;
};

const layouts: Layouts = {
  characters: {
    subtitle: { name: 'role', label: 'Role' },
    list: { name: 'traits', label: 'Traits' },
    more: [
      { name: 'motivation', label: 'Wants' },
      { name: 'secret', label: 'Secret' },
    ],
  },
  factions: {
    subtitle: { name: 'purpose', label: 'Purpose' },
    list: { name: 'methods', label: 'Methods' },
    more: [
      { name: 'leader', label: 'Led by' },
      { name: 'conflict', label: 'Conflict' },
    ],
  },
  settings: {
    subtitle: { name: 'location', label: 'Location' },
    list: { name: 'landmarks', label: 'Landmarks' },
    more: [
      { name: 'atmosphere', label: 'Mood' },
      { name: 'danger', label: 'Danger' },
    ],
  },
  events: {
    subtitle: { name: 'time', label: 'Time' },
    list: { name: 'consequences', label: 'Consequences' },
    more: [{ name: 'cause', label: 'Cause' }],
  },
  relics: {
    subtitle: { name: 'appearance', label: 'Appearance' },
    list: { name: 'powers', label: 'Powers' },
    more: [
      { name: 'origin', label: 'Origin' },
      { name: 'price', label: 'Price' },
    ],
  },
};

/** How an item is shown. It must be of that kind, as its contract's schema makes sure. */
export function faceOf(kind: LoreKind, item: LoreItem): LoreFace {
  const texts: FieldTexts = item;
  const { subtitle, list, more }: LoreLayout<string> = layouts[kind];
  const textOf = (name: string) => String(texts[name]);
  return {
    subtitle: textOf(subtitle.name),
    description: item.description,
    list: { label: list.label, entries: [texts[list.name] ?? []].flat() },
    more: more.map(({ name, label }) => ({ label, text: textOf(name) })),
  };
}

/** The fields of a kind, in the order of the card. */
export function fieldsOf(kind: LoreKind): readonly LoreField[] {
  const { subtitle, list, more } = layouts[kind];
  return [
    { name: 'name', label: 'Name' },
    subtitle,
    { name: 'description', label: 'Description' },
    list,
    ...more,
  ];
}

/** What a kind and one of it are called. */
export const kindWords: Readonly<Record<LoreKind, { readonly title: string; readonly one: string }>> = {
  characters: { title: 'Characters', one: 'character' },
  factions: { title: 'Factions', one: 'faction' },
  settings: { title: 'Settings', one: 'setting' },
  events: { title: 'Events', one: 'event' },
  relics: { title: 'Relics', one: 'relic' },
};
