import { expect, test } from 'vitest';
import { contracts } from '../../src/tasks/contracts.ts';
import { sampleInputs } from '../support/sample-inputs.ts';
import { kindOf, schemaNodes } from '../support/schema-nodes.ts';

interface LongList {
  readonly path: string;
  readonly input: unknown;
}

/** For every list in an input, the input with that list made of so many members, each of another name. */
function withLongLists(value: unknown, length: number, path: readonly string[] = []): LongList[] {
  if (typeof value !== 'object' || value === null) return [];
  const isList = Array.isArray(value);
  const inside = Object.entries(value).flatMap(([key, member]) =>
    withLongLists(member, length, [...path, isList ? '*' : key]).map(({ input, ...rest }) => ({
      ...rest,
      input: isList ? value.with(Number(key), input) : { ...value, [key]: input },
    })),
  );
  if (!isList) return inside;
  const member: unknown = value[0];
  const input = Array.from({ length }, (_, index) =>
    typeof member === 'object' ? { ...member, name: `name ${index}` } : `text ${index}`,
  );
  return [...inside, { path: path.join('.'), input }];
}

const cases = contracts.flatMap(({ name, input: schema }) => {
  const lists = new Set(schemaNodes(schema).flatMap((node) => (kindOf(node) === 'array' ? [node.path] : [])));
  return (sampleInputs[name] ?? [])
    .flatMap((sample) => withLongLists(sample, 45_000))
    .filter(({ path }) => lists.has(path))
    .map((list) => ({ name, schema, ...list }));
});

test('there are lists in every input that may have one', () => {
  expect(new Set(cases.map(({ name, path }) => `${name} ${path}`)).size).toBe(
    new Set(
      contracts.flatMap(({ name, input }) =>
        schemaNodes(input).flatMap((node) => (kindOf(node) === 'array' ? [`${name} ${node.path}`] : [])),
      ),
    ).size,
  );
});

test.each(cases)('45,000 members of $path are refused by $name at once', ({ schema, input }) => {
  const startedAt = performance.now();
  const parsed = schema.safeParse(input);
  expect(parsed.success).toBe(false);
  // Compared with each other, they took twenty seconds.
  expect(performance.now() - startedAt).toBeLessThan(5000);
});
