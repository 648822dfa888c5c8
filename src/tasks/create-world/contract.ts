import { z } from 'zod';
import { defineContract } from '../../overtime/index.ts';
import { longestAnswer } from '../fields/text-contract.ts';
import { chosenLore, lorePolicy, worldBrief } from '../lore/lore-contract.ts';

/** Five chapters, each of one answer, and their headings. */
const longestStory = 5 * longestAnswer + 5000;

export const createWorld = defineContract({
  name: 'create-world',
  version: 1,
  input: z.strictObject({
    ...worldBrief,
    title: z.string().trim().min(1).max(120).optional().describe('Title of the story; found if absent'),
    lore: chosenLore,
  }),
  result: z.object({
    worldId: z.string().max(64).describe('Id of the row in worlds, which stays when the job is purged'),
    title: z.string().max(300),
    premise: z.string().max(2000).describe('What the story is about, in two or three sentences'),
    story: z.string().max(longestStory).describe('The whole story as Markdown, one heading per chapter'),
    wordCount: z.number().int(),
  }),
  partial: z.object({
    title: z.string().max(300).optional(),
    premise: z.string().max(2000).optional(),
    story: z.string().max(longestStory).optional(),
  }),
  stages: {
    outline: { title: 'Planning the story', weight: 15 },
    story: { title: 'Writing the story', weight: 85 },
  },
  title: ({ title, theme }) => `World: ${title ?? theme}`,
  policy: lorePolicy,
});
