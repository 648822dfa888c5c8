import { expect, test } from 'vitest';
import { z } from 'zod';
import { inputSentence } from '../../src/overtime/index.ts';

const schema = z.strictObject({
  name: z.string().min(1).max(2000),
  word: z.string().min(3).default('abc'),
  letter: z.string().max(1).default('a'),
  count: z.number().int().min(1).max(60).default(1),
  share: z.number().gt(0).lt(1).default(0.5),
  half: z.number().multipleOf(0.5).default(1),
  list: z.array(z.string()).min(1).max(2).default(['a']),
  kind: z.enum(['short', 'long']).default('short'),
  fixed: z.literal('pdf').default('pdf'),
  at: z.iso.datetime().default('2026-11-30T09:00:00Z'),
  code: z.string().regex(/^\d+$/).default('1'),
  either: z.union([z.number(), z.boolean()]).default(1),
  byName: z.record(z.string(), z.number()).default({}),
  own: z.string().max(3, 'Keep it short.').default('a'),
});

test.for([
  ['nothing', { name: undefined }, 'Fill this in.'],
  ['null', { name: null }, 'Fill this in.'],
  ['an empty text', { name: '' }, 'Fill this in.'],
  ['a number for a text', { name: 7 }, 'Must be text.'],
  ['a long text', { name: 'x'.repeat(2001) }, 'Write at most 2,000 characters.'],
  ['a short text', { word: 'ab' }, 'Write at least 3 characters.'],
  ['two letters for one', { letter: 'ab' }, 'Write at most 1 character.'],
  ['a text for a number', { count: '7' }, 'Must be a number.'],
  ['half a number', { count: 1.5 }, 'Must be a whole number.'],
  ['a low number', { count: 0 }, 'Must be at least 1.'],
  ['a high number', { count: 61 }, 'Must be at most 60.'],
  ['a bound from below', { share: 0 }, 'Must be more than 0.'],
  ['a bound from above', { share: 1 }, 'Must be less than 1.'],
  ['a number between two', { half: 0.3 }, 'Must be a multiple of 0.5.'],
  ['an empty list', { list: [] }, 'Give at least 1 item.'],
  ['a long list', { list: ['a', 'b', 'c'] }, 'Give at most 2 items.'],
  ['a text for a list', { list: 'a' }, 'Must be a list.'],
  ['none of several', { kind: 'wide' }, 'Must be one of these: short, long.'],
  ['not the only one', { fixed: 'docx' }, 'Must be pdf.'],
  ['a text for a time', { at: 'noon' }, 'Must be a time in ISO 8601, such as 2026-11-30T09:00:00Z.'],
  ['another form', { code: 'a' }, 'Must be in the form that the documentation shows.'],
  ['none of two types', { either: 'a' }, 'Must be in one of the forms that the documentation shows.'],
  ['a list for an object', { byName: [] }, 'Must be an object.'],
  ['a field that is not known', { user: 1, role: 2 }, 'Remove what is not known here: user, role.'],
  ["a schema's own message", { own: 'long' }, 'Keep it short.'],
] as const)('%s is refused in a plain sentence', ([, change, sentence]) => {
  const { error } = schema.safeParse({ name: 'a', ...change }, { error: inputSentence });
  expect(error?.issues.map(({ message }) => message)).toEqual([sentence]);
});
