import { expect, test } from 'vitest';
import { z } from 'zod';
import { longestAnswer } from '../../../src/overtime/models/longest-answer.ts';

test.for<[string, z.ZodType | undefined]>([
  ['no schema', undefined],
  ['a string without a maximum', z.object({ text: z.string() })],
  ['a list without a maximum', z.object({ list: z.array(z.number()) })],
  [
    'a string without a maximum, deep inside',
    z.object({ list: z.array(z.object({ a: z.string().nullable() })).max(2) }),
  ],
  ['keys of its own choice', z.record(z.string(), z.number())],
  ['any value', z.unknown()],
  ['more than 200,000 characters', z.string().max(1_000_000)],
  [
    'a schema that contains itself',
    z.object({
      get parts() {
        return z
          .array(z.object({ parts: z.array(z.number()).max(1) }))
          .max(3)
          .nullable();
      },
      name: z.string(),
    }),
  ],
])('an answer of %s may have 200,000 characters', ([, schema]) => {
  expect(longestAnswer(schema)).toBe(200_000);
});

test('an answer of a bounded schema may have what its longest value takes, however it is written', () => {
  const schema = z.object({
    name: z.string().max(50),
    kind: z.enum(['short', 'a longer one']),
    rank: z.number().int().optional(),
    lines: z.array(z.object({ text: z.string().max(100), done: z.boolean().nullable() })).max(10),
    both: z.union([z.literal('x'), z.array(z.string().max(5)).length(3)]),
  });
  const longest = {
    name: '\u{1f600}'.repeat(25),
    kind: 'a longer one',
    rank: Number.MIN_SAFE_INTEGER,
    lines: Array.from({ length: 10 }, () => ({ text: '\u05d0'.repeat(100), done: false })),
    both: ['"""""', '"""""', '"""""'],
  };
  expect(schema.parse(longest)).toEqual(longest);
  const escaped = JSON.stringify(longest, null, 2).replaceAll(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const bound = longestAnswer(schema);
  expect(bound).toBeGreaterThanOrEqual(escaped.length);
  expect(bound).toBeLessThan(2 * escaped.length);
});
