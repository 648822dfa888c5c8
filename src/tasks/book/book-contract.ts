import { z } from 'zod';
import { text } from '../fields/text-contract.ts';

/** The id of a row in `books`, which is that of the job that laid its foundation. */
export const bookId = z
  .string()
  .max(64)
  .regex(/^[\w-]{1,64}$/, 'Must be the bookId from the result of create-foundation.')
  .describe('The book, as the result of create-foundation names it');

/** How many chapters a book has at most. */
export const mostChapters = 60;

/** What the book is about, from its beginning to its end. */
export const outline = z.object({
  title: text(120, 'Title of the book'),
  premise: text(1000, 'What the book is about, in two or three sentences'),
  outline: z
    .array(text(1500, 'What happens in this part of the story, in two or three sentences'))
    .min(3)
    .max(5)
    .describe('The course of the story in its parts, 3 to 5 of them'),
});
export type Outline = z.output<typeof outline>;

const character = z.object({
  name: text(80, 'Name of the character'),
  role: text(200, 'What they are in the story, in a few words'),
  description: text(1000, 'Who they are and how one meets them, in two or three sentences'),
  arc: text(600, 'How they change from the beginning to the end, in one sentence'),
});

export const cast = z.object({
  characters: z.array(character).min(2).max(8).describe('The main one first, 3 to 5 of them'),
});
export type Cast = z.output<typeof cast>;

/** How all of the book is written, whoever writes which chapter when. */
export const styleGuide = z.object({
  voice: text(400, 'Who tells it and how close they stand, in one sentence'),
  tense: z.enum(['past', 'present']),
  tone: text(300, 'How it sounds, in a few words'),
  rules: z
    .array(text(300, 'What every page keeps to, in one sentence'))
    .min(2)
    .max(6)
    .describe('Rules of style, 3 to 5 of them'),
});
export type StyleGuide = z.output<typeof styleGuide>;

/** One chapter as the plan has it; its number is its place. */
export const plannedChapter = z.object({
  title: text(120, 'Title of the chapter, without a number'),
  summary: text(1500, 'What happens in the chapter, in two to four sentences'),
});
export const numberedChapter = plannedChapter.extend({ number: z.number().int().positive() });
export type NumberedChapter = z.output<typeof numberedChapter>;
