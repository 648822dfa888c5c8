import { z } from 'zod';
import { text } from '../fields/text-contract.ts';
import { nameTaken, plainName } from './same-name.ts';

const name = (of: string) => text(120, `Name of the ${of}`);
const list = (least: number, most: number, longest: number, meaning: string) =>
  z
    .array(text(longest, 'A few words'))
    .min(least)
    .max(most)
    .describe(`${meaning}, ${least} to ${most} of them`);

export const character = z.object({
  name: name('character'),
  role: text(200, 'What they are in the world, in a few words, such as keeper of the northern light'),
  description: text(2000, 'Who they are and how one meets them, in two or three sentences'),
  traits: list(2, 5, 100, 'Traits of character'),
  motivation: text(1000, 'What they want and why, in one sentence'),
  secret: text(1000, 'What nobody knows of them, in one sentence'),
});

export const faction = z.object({
  name: name('faction'),
  purpose: text(500, 'What it is for, in one sentence'),
  description: text(2000, 'Who belongs to it and how it acts, in two or three sentences'),
  leader: text(200, 'Who leads it: a name and a title'),
  methods: list(2, 5, 200, 'How it gets what it wants'),
  conflict: text(1000, 'Whom it stands against and why, in one sentence'),
});

export const setting = z.object({
  name: name('setting'),
  location: text(300, 'Where it lies, in a few words'),
  description: text(2000, 'What it is like to stand there, in two or three sentences'),
  atmosphere: text(300, 'Its mood, in a few words'),
  landmarks: list(2, 5, 200, 'What stands out there'),
  danger: text(1000, 'What threatens whoever stays, in one sentence'),
});

export const event = z.object({
  name: name('event'),
  time: text(200, 'When it happened in the reckoning of the world, in a few words'),
  description: text(2000, 'What happened, in two or three sentences'),
  cause: text(1000, 'What led to it, in one sentence'),
  consequences: list(2, 5, 300, 'What it changed for good'),
});

export const relic = z.object({
  name: name('relic'),
  appearance: text(500, 'What it looks like, in one sentence'),
  description: text(2000, 'What it is and what is told of it, in two or three sentences'),
  origin: text(1000, 'Who made it and when, in one sentence'),
  powers: list(1, 4, 300, 'What it can do'),
  price: text(1000, 'What it costs to use it, in one sentence'),
});

/** The kinds of lore, each with the schema of one item. */
export const lore = {
  characters: character,
  factions: faction,
  settings: setting,
  events: event,
  relics: relic,
} as const;
export type LoreKind = keyof typeof lore;
export const loreKinds = Object.keys(lore) as readonly LoreKind[];

const chosen = <Item extends z.ZodType>(item: Item) => z.array(item).max(10).default([]);
/** The lore that a story is made of, as the generators wrote it or a person changed it. */
export const chosenLore = z
  .strictObject({
    characters: chosen(character),
    factions: chosen(faction),
    settings: chosen(setting),
    events: chosen(event),
    relics: chosen(relic),
  })
  .refine((of) => Object.values(of).some((items) => items.length > 0), {
    error: 'Choose at least one item of lore.',
  })
  .check(({ value, issues }) => {
    const taken = new Map<string, string>();
    for (const kind of loreKinds) {
      for (const [index, { name: own }] of value[kind].entries()) {
        const other = taken.get(plainName(own));
        if (other === undefined) taken.set(plainName(own), own);
        else {
          const message = nameTaken(own, other);
          issues.push({ code: 'custom', message, path: [kind, index, 'name'], input: own });
        }
      }
    }
  });
export type ChosenLore = z.output<typeof chosenLore>;

/** Lore that is there already: whole items may be sent, their name and description are read. */
const known = z
  .array(z.object({ name: text(120, 'Its name'), description: text(2000, 'What it is') }))
  .max(20);
export const existingLore = z
  .strictObject({
    characters: known.optional(),
    factions: known.optional(),
    settings: known.optional(),
    events: known.optional(),
    relics: known.optional(),
  })
  .describe('Lore that new items fit to and whose names they do not take');
export type ExistingLore = z.output<typeof existingLore>;

/** The input that every LoreSmith task has about the world. */
export const worldBrief = {
  theme: z.string().trim().min(1).max(200).describe('What the world is about, such as fantasy'),
  difficulty: z
    .enum(['easy', 'medium', 'hard'])
    .optional()
    .describe('How hard life in the world is for those who live in it'),
  prompt: z.string().trim().min(1).max(4000).optional().describe('Wishes of the user, beside the theme'),
};
export type WorldBrief = z.output<z.ZodObject<typeof worldBrief>>;

/**
 * Limits of all LoreSmith tasks. A job is kept for a day; a world that it made stays. Fifty at once is
 * what LoreSmith states that it carries; five of one user keep a place for the others.
 */
export const lorePolicy = {
  retentionHours: 24,
  concurrency: 50,
  userConcurrency: 5,
  rate: { jobs: 60, seconds: 3600 },
} as const;
