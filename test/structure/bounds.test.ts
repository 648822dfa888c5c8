import { expect, test } from 'vitest';
import { z } from 'zod';
import { scheduleRequest } from '../../src/overtime/functions/schedule-request.ts';
import { taskTemplate } from '../../src/overtime/templates/task/contract.ts';
import { contracts } from '../../src/tasks/contracts.ts';
import { mostOf } from '../../src/tasks/fields/text-contract.ts';
import { kindOf, schemaNodes, type SchemaNode } from '../support/schema-nodes.ts';

/** Whether a schema has no bound of its own: a longest, a most, and for a number a least as well. */
function isUnbounded(node: SchemaNode): boolean {
  const { maxLength, maxItems, minimum, exclusiveMinimum, maximum } = z.toJSONSchema(node.schema, {
    unrepresentable: 'any',
  });
  switch (kindOf(node)) {
    case 'string':
      return (maxLength ?? mostOf(node.schema)) === undefined;
    case 'array':
      return (maxItems ?? mostOf(node.schema)) === undefined;
    case 'number':
      return maximum === undefined || (minimum ?? exclusiveMinimum) === undefined;
    default:
      // A record has keys without end, and what is not known may be anything.
      return !['boolean', 'enum', 'literal', 'null'].includes(kindOf(node));
  }
}

const unboundedIn = (schema: z.ZodType) =>
  schemaNodes(schema)
    .filter(isUnbounded)
    .map((node) => `${node.path}: ${kindOf(node)}`);

test.each(
  [...contracts, taskTemplate].flatMap(({ name, input, result, partial }) => [
    { what: `the input of ${name}`, schema: input },
    { what: `the result of ${name}`, schema: result },
    { what: `the partial of ${name}`, schema: partial },
  ]),
)('everything in $what has a bound', ({ schema }) => {
  expect(unboundedIn(schema)).toEqual([]);
});

test('everything in the request of a schedule has a bound, but the input, which its task bounds', () => {
  expect(unboundedIn(scheduleRequest)).toEqual(['input: unknown']);
});

test('what has no bound is named, wherever it stands', () => {
  const schema = z.object({
    list: z.array(z.object({ text: z.string().max(3), free: z.string().optional() })),
    either: z.union([z.number().min(0).max(9), z.number().min(0)]).nullable(),
    record: z.record(z.string(), z.boolean()),
    fine: z
      .array(z.enum(['a']))
      .max(2)
      .default([]),
  });
  expect(unboundedIn(schema)).toEqual([
    'list: array',
    'list.*.free: string',
    'either: number',
    'record: record',
  ]);
});
