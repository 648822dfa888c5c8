import type { z } from 'zod';
import { type ChosenLore, loreKinds } from '../lore/lore-contract.ts';
import { sampleChapter } from '../prose/sample-chapter.ts';
import type { Chapter, outline } from './outline.ts';

const chapterWords = 270;

interface Input {
  readonly theme: string;
  readonly title?: string | undefined;
  readonly lore: ChosenLore;
}

const parts = [
  ['What Was Left Behind', 'Something that should have stayed hidden comes to light'],
  ['The Price of Knowing', 'Everybody who hears of it wants it for themselves'],
  ['The Last Gate', 'A choice is made that cannot be taken back'],
] as const;

/** A plan in which all of the chosen lore takes part, shared out over three chapters. */
export function outlineSample({ theme, title, lore }: Input): z.input<typeof outline> {
  const names = loreKinds.flatMap((kind) => lore[kind].map(({ name }) => name));
  const [hero = 'a stranger'] = peopleOf(lore);
  return {
    title: title ?? `${hero} and the Hidden Room`,
    premise: `In a world of ${theme}, ${hero} finds what others have built a wall around. To keep it costs a friend, and to give it back costs the truth.`,
    chapters: parts.map(([heading, event], index) => {
      // The first chapters have somebody to tell of even where little was chosen.
      const present = names.filter((_, place) => place % parts.length === index);
      return {
        heading,
        summary: `${event}. Of it: ${(present.length > 0 ? present : names.slice(0, 1)).join(', ')}.`,
      };
    }),
  };
}

/** One chapter, with the people and a place of the lore. */
export function chapterSample({ lore }: Input, { summary }: Chapter, number: number): string {
  const place = lore.settings[(number - 1) % Math.max(1, lore.settings.length)]?.name ?? 'the old town';
  return sampleChapter({ opening: summary, names: peopleOf(lore), place, number, words: chapterWords });
}

function peopleOf({ characters, factions }: ChosenLore): string[] {
  return [...characters.map(({ name }) => name), ...factions.map(({ leader }) => leader)];
}
