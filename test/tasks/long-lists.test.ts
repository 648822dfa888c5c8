import { expect, test } from 'vitest';
import { contracts } from '../../src/tasks/contracts.ts';
import { sampleInputs } from '../support/sample-inputs.ts';

/** The same input with one of its lists made of so many members, each of another name; for every list in it. */
function withLongLists(value: unknown, length: number): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.entries(value).flatMap(([key, member]) =>
    withLongLists(member, length).map((long) =>
      Array.isArray(value) ? value.with(Number(key), long) : { ...value, [key]: long },
    ),
  );
  if (!Array.isArray(value)) return inside;
  const member: unknown = value[0];
  const long = Array.from({ length }, (_, index) =>
    typeof member === 'object' ? { ...member, name: `name ${index}` } : `${String(member)} ${index}`,
  );
  return [...inside, long];
}

const cases = contracts.flatMap((contract) =>
  (sampleInputs[contract.name] ?? []).flatMap((sample) =>
    withLongLists(sample, 45_000).map((input) => ({ name: contract.name, schema: contract.input, input })),
  ),
);

test('there are inputs with lists', () => expect(cases.length).toBeGreaterThan(30));

test.each(cases)(
  'an input of $name with a list of 45,000 members is refused within a second',
  ({ schema, input }) => {
    const startedAt = performance.now();
    const parsed = schema.safeParse(input);
    expect(parsed.success).toBe(false);
    expect(performance.now() - startedAt).toBeLessThan(1000);
  },
);
