import { z } from 'zod';

/** What the picture that the family sent shows of the character. */
export const characterLook = z.object({
  appearance: z.string().max(600).describe('What the character looks like, in two or three sentences'),
  colors: z.array(z.string().max(40)).max(5).describe('Its colours, the main one first'),
  features: z.array(z.string().max(120)).max(5).describe('What makes it special, such as "a torn left ear"'),
});
export type CharacterLook = z.output<typeof characterLook>;

const shows = z.string().max(600);

/** The book before it is written. Its places are as many as its scenes. */
export const bookPlan = z.object({
  title: z.string().max(120).describe('Title of the book, with the name of the character in it'),
  premise: z.string().max(600).describe('What the book is about, in two sentences'),
  appearance: z.string().max(600).describe('What the character looks like, the same on every page'),
  personality: z.string().max(300).describe('What the character is like, and how it speaks'),
  places: z.array(z.string().max(200)).describe('Places of the world, each with a detail to remember'),
  cover: shows.describe('What the cover picture shows, in one or two sentences'),
});
export type BookPlan = z.output<typeof bookPlan>;

const scenePlan = z.object({
  title: z.string().max(120).describe('Title of the scene'),
  event: z.string().max(500).describe('What happens in it, and what is different afterwards'),
});
export type ScenePlan = z.output<typeof scenePlan>;

export const storyPlan = z.object({ scenes: z.array(scenePlan) });

/** What a model writes of a scene. The text comes first, so that what is drawn can follow it. */
export const writtenScene = z.object({
  title: z.string().max(120),
  text: z.string().max(4000).describe('The text of the page, its paragraphs parted by blank lines'),
  shows: shows.describe(
    'What the picture of the page shows, for an illustrator and for those who do not see it',
  ),
});

/** A scene with something to look for. */
export const searchScene = writtenScene.extend({
  find: z
    .array(z.string().max(60))
    .min(3)
    .max(6)
    .describe('What to look for in the picture, such as "a golden key" or "three blue birds"'),
});
