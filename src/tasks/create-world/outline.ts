import { z } from 'zod';
import { atMost } from '../fields/text-contract.ts';
import { type ChosenLore, loreKinds } from '../lore/lore-contract.ts';
import { mentions } from '../lore/same-name.ts';

/** The plan of a story, which its chapters are written after. */
export const outline = z.object({
  title: atMost(z.string(), 300).describe('Title of the story'),
  premise: atMost(z.string(), 2000).describe('What the story is about, in two or three sentences'),
  chapters: z
    .array(
      z.object({
        heading: atMost(z.string(), 300).describe('Heading of the chapter, without a number'),
        summary: atMost(z.string(), 3000).describe(
          'What happens, in three to five sentences, with the names of the lore that takes part',
        ),
      }),
    )
    .min(3)
    .max(5),
});
export type Outline = z.output<typeof outline>;
export type Chapter = Outline['chapters'][number];

/** What is wrong with an outline, one sentence each: above all, lore that was chosen and does not occur. */
export function outlineProblems({ title, premise, chapters }: Outline, lore: ChosenLore): string[] {
  const blank = Object.entries({ title, premise }).filter(([, value]) => value.trim() === '');
  const text = chapters.map(({ heading, summary }) => `${heading} ${summary}`).join(' ');
  return [
    ...blank.map(([field]) => `${field} is empty.`),
    ...loreKinds.flatMap((kind) =>
      lore[kind]
        .filter(({ name }) => !mentions(text, name))
        .map(({ name }) => `"${name}" of the ${kind} occurs in no chapter's summary: let it matter in one.`),
    ),
  ];
}
