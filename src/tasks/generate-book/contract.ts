import { z } from 'zod';
import { defineContract, fileFields, jobFile, oneFile, type FilePolicy } from '../../overtime/index.ts';
import { language, line } from '../fields/text-contract.ts';

/** The two forms of a book; how many scenes each has is how many are written at once. */
export const sceneCounts = { interactive_search: 2, story_adventure: 5 } as const;
const mostScenes = Math.max(...Object.values(sceneCounts));

const ageGroup = z
  .string()
  .trim()
  .max(5)
  .regex(/^\d{1,2}(-\d{1,2})?$/, 'Write it as two ages, such as 7-10, or as one.')
  .refine((ages) => {
    const [from = 0, to = from] = ages.split('-').map(Number);
    return from >= 1 && from <= to && to <= 17;
  }, 'Give ages from 1 to 17, the younger one first.');

/** Who the book is about, the same on every page. */
export const character = z.object({
  name: z.string().max(60),
  type: z.string().max(150),
  specialAbility: z.string().max(200),
  appearance: z.string().max(2000),
  personality: z.string().max(1000),
});
export type Character = z.output<typeof character>;

const scene = z.object({
  /** Counted from 1. */
  number: z.number().int().positive(),
  title: z.string().max(200),
  text: z.string().max(5000).describe('Paragraphs, parted by blank lines'),
  shows: z.string().max(1000).describe('What its picture shows, in words'),
  find: z
    .array(z.string().max(120))
    .max(12)
    .describe('What there is to find in the picture of an interactive search, else empty'),
});
export type Scene = z.output<typeof scene>;

const consistency = z.object({
  consistent: z.boolean(),
  /** Whether the scene was written once more because its first version was not. */
  rewritten: z.boolean(),
  problems: z.array(z.string().max(1000)).max(50).describe('What is still wrong, for a person to read'),
});
export type Consistency = z.output<typeof consistency>;

const drawn = jobFile.nullable().describe('A PNG or JPEG; null where none was drawn');

const file: FilePolicy = {
  kinds: ['png', 'jpg', 'webp'],
  maxBytes: 3 * 1024 * 1024,
  maxInlineBytes: 2 * 1024 * 1024,
};

export const generateBook = defineContract({
  name: 'generate-book',
  version: 1,
  input: z
    .strictObject({
      job_type: z.enum(['interactive_search', 'story_adventure']),
      character_name: line(60),
      character_type: line(150).describe('Such as "a brave dragon"'),
      special_ability: line(200),
      age_group: ageGroup.describe('The readers, such as 7-10'),
      story_world: line(200),
      adventure_type: line(200),
      occasion_theme: line(200).nullish().describe('What the book is a present for, if anything'),
      dedication: line(200).nullish().describe('Printed on a page of its own, as it is written here'),
      language: language.optional().describe('Of the book, such as de; that of the wishes if absent'),
      priority: z.number().int().min(1).max(10).default(5).describe('1 is served first'),
      child_profile_id: z
        .number()
        .int()
        .positive()
        .nullish()
        .describe("The caller's own reference, given back with the result; no model sees it"),
      ...fileFields(file, 'A picture of the character'),
    })
    .partial({ fileName: true, fileType: true })
    .superRefine(oneFile({}, { optional: true })),
  result: z.object({
    jobType: z.enum(['interactive_search', 'story_adventure']),
    title: z.string().max(120),
    ageGroup: z.string().max(5),
    childProfileId: z.number().int().nullable(),
    dedication: z.string().max(200).nullable(),
    character,
    cover: drawn,
    scenes: z.array(scene.extend({ consistency, picture: drawn })).max(mostScenes),
    /** One narration per scene; empty where the stage was skipped. */
    audio: z.array(z.object({ scene: z.number().int().positive(), file: jobFile })).max(mostScenes),
    pdf: jobFile,
    /** All files of the job: the PDF first, then narrations and pictures. */
    files: z.array(jobFile).max(2 + 2 * mostScenes),
  }),
  /** Scenes are there from the start; each fills while it is written, checked and drawn. */
  partial: z.object({
    title: z.string().max(120).optional(),
    character: character.optional(),
    cover: drawn.optional(),
    scenes: z
      .array(
        scene
          .partial()
          .required({ number: true })
          .extend({ consistency: consistency.optional(), picture: drawn.optional() }),
      )
      .max(mostScenes),
  }),
  stages: {
    character_extraction: { title: 'Looking at the picture of the character', weight: 5 },
    enhancement: { title: 'Planning the book', weight: 10 },
    story_generation: { title: 'Working out the story', weight: 10 },
    scene_creation: { title: 'Writing the scenes', weight: 30 },
    consistency_validation: { title: 'Checking the scenes against each other', weight: 10 },
    picture_creation: { title: 'Drawing the pictures', weight: 20 },
    audio_generation: { title: 'Reading the story aloud', weight: 10 },
    pdf_creation: { title: 'Making the PDF', weight: 5 },
  },
  title: (input) => `Story book: ${input.character_name}`,
  policy: {
    // A book makes up to five model calls at a time: two of them are as much as a provider likes of one user.
    userConcurrency: 2,
    rate: { jobs: 20, seconds: 3600 },
    file,
  },
  priority: (input) => input.priority,
});
