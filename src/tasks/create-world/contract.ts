import { z } from 'zod';
import { defineContract } from '../../contract.ts';
import { chosenLore, lorePolicy, worldBrief } from '../lore/lore-contract.ts';

export const createWorld = defineContract({
  name: 'create-world',
  version: 1,
  input: z.strictObject({
    ...worldBrief,
    title: z.string().trim().min(1).max(120).optional().describe('Title of the story; found if absent'),
    lore: chosenLore,
  }),
  result: z.object({
    worldId: z.string().describe('Id of the row in worlds, which stays when the job is purged'),
    title: z.string(),
    premise: z.string().describe('What the story is about, in two or three sentences'),
    story: z.string().describe('The whole story as Markdown, one heading per chapter'),
    wordCount: z.number().int(),
  }),
  partial: z.object({
    title: z.string().optional(),
    premise: z.string().optional(),
    story: z.string().optional(),
  }),
  stages: {
    outline: { title: 'Planning the story', weight: 15 },
    story: { title: 'Writing the story', weight: 85 },
  },
  policy: lorePolicy,
});
