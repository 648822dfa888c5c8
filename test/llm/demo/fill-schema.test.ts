import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { balanceSums, shareOut } from '../../../src/llm/demo/balance-sums.ts';
import { factsFrom } from '../../../src/llm/demo/facts.ts';
import { fillSchema } from '../../../src/llm/demo/fill-schema.ts';
import type { Schema } from '../../../src/llm/demo/schema.ts';

function filled<S extends z.ZodType>(schema: S, document: string): z.output<S> {
  const json = z.toJSONSchema(schema, { target: 'draft-7' }) as unknown as Schema;
  return schema.parse(balanceSums(json, fillSchema(json, factsFrom(document))));
}

const people = [
  'Crew of the Petrel',
  'Name | Role | Age | Mood',
  'Ada Finch | captain | 41 | calm',
  'Bo Marsh | cook | 29 | merry',
].join('\n');

test('properties take the cells of the columns named like them', () => {
  const schema = z.object({
    title: z.string(),
    members: z.array(z.object({ name: z.string(), role: z.string(), age: z.int() })),
  });
  expect(filled(schema, people)).toEqual({
    title: 'Crew of the Petrel',
    members: [
      { name: 'Ada Finch', role: 'captain', age: 41 },
      { name: 'Bo Marsh', role: 'cook', age: 29 },
    ],
  });
});

test('constants, choices, bounds and lengths are kept', () => {
  const schema = z.object({
    kind: z.literal('crew'),
    members: z
      .array(
        z.object({
          mood: z.enum(['angry', 'merry', 'calm']),
          age: z.int().min(30).max(40),
          role: z.string().min(6).max(7),
          note: z.string().nullable(),
        }),
      )
      .min(3)
      .max(4),
  });
  const { members } = filled(schema, people);
  expect(members.map(({ mood }) => mood)).toEqual(['calm', 'merry', 'calm']);
  expect(members.map(({ age }) => age)).toEqual([40, 30, 40]);
});

const pointed = z.object({
  totalPoints: z.number(),
  items: z.array(
    z.object({ name: z.string(), points: z.number(), levels: z.array(z.object({ points: z.number() })) }),
  ),
});
const essay = 'Essay\nCriteria | Good (10) | Poor (3)\nThesis | a | b\nStyle | c | d\nForm | e | f';

test('a free total is the sum of its items', () => {
  expect(filled(pointed, essay).totalPoints).toBe(30);
});

test('a fixed total is shared out, and the best level follows its item', () => {
  const fixed = pointed.extend({ totalPoints: z.literal(100) });
  const { items } = filled(fixed, essay);
  expect(items.map(({ points }) => points)).toEqual([34, 33, 33]);
  expect(items.map(({ levels }) => levels.map(({ points }) => points))).toEqual([
    [34, 10],
    [33, 10],
    [33, 10],
  ]);
});

test('what is left after rounding goes to the largest remainder', () => {
  expect(shareOut(10, [3, 1, 3])).toEqual([4, 2, 4]);
  expect(shareOut(1, [0, 0])).toEqual([1, 0]);
});

test('shares always add up to the total exactly', () => {
  const total = fc.oneof(
    fc.integer({ min: 1, max: 100_000 }),
    fc.integer({ min: 1, max: 99_999 }).map((n) => n / 100),
  );
  const weights = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(total, weights, (whole, parts) => {
      const sum = shareOut(whole, parts).reduce((all, part) => all + part, 0);
      expect(sum).toBeCloseTo(whole, 6);
    }),
  );
});
