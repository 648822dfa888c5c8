import { z } from 'zod';
import { motifKinds, picture, pictureColors } from '../../picture.ts';

/** What the picture that the family sent shows of the character. */
export const characterLook = z.object({
  appearance: z.string().max(600).describe('What the character looks like, in two or three sentences'),
  colors: z.array(z.string().max(40)).max(5).describe('Its colours, the main one first'),
  features: z.array(z.string().max(120)).max(5).describe('What makes it special, such as "a torn left ear"'),
});
export type CharacterLook = z.output<typeof characterLook>;

/** The book before it is written. Its places are as many as its scenes. */
export const bookPlan = z.object({
  title: z.string().max(120).describe('Title of the book, with the name of the character in it'),
  premise: z.string().max(600).describe('What the book is about, in two sentences'),
  appearance: z.string().max(600).describe('What the character looks like, the same on every page'),
  personality: z.string().max(300).describe('What the character is like, and how it speaks'),
  motif: z.enum(motifKinds).describe('The motif that comes closest to the character, for every picture'),
  color: z.enum(pictureColors).describe('The colour of the character in every picture'),
  places: z.array(z.string().max(200)).describe('Places of the world, each with a detail to remember'),
  cover: picture,
});
export type BookPlan = z.output<typeof bookPlan>;

const scenePlan = z.object({
  title: z.string().max(120).describe('Title of the scene'),
  event: z.string().max(500).describe('What happens in it, and what is different afterwards'),
});
export type ScenePlan = z.output<typeof scenePlan>;

export const storyPlan = z.object({ scenes: z.array(scenePlan) });

/** What a model writes of a scene. The text comes first, so that the picture can follow it. */
export const writtenScene = z.object({
  title: z.string().max(120),
  text: z.string().max(4000).describe('The text of the page, its paragraphs parted by blank lines'),
  picture,
});

/** A picture with enough in it to look for something. */
export const searchScene = writtenScene.extend({
  picture: picture.extend({ motifs: picture.shape.motifs.min(6) }),
});
