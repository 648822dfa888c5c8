import type { z } from 'zod';
import { type InputIssue, OvertimeError } from '../errors.ts';
import { atStart } from './model-label.ts';
import { storableReviver } from './storable-json.ts';

/** How many issues a message names: a list of hundreds tells no more than its beginning. */
const namedIssues = 5;

/**
 * Reads a model's finished answer. An object that is complete and fits the schema is taken whatever
 * the finish reason says, because a cut answer cannot be both.
 *
 * @throws OvertimeError `model_refused`, `model_output_invalid`
 */
export function parseOutput<Schema extends z.ZodType>(
  schema: Schema,
  text: string,
  finishReason: string | undefined,
  model: string,
): z.output<Schema> {
  if (finishReason === 'content-filter') {
    throw new OvertimeError(
      'model_refused',
      `${atStart(model)} declined to answer because of its content rules.`,
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(text, storableReviver);
  } catch (cause) {
    const why =
      finishReason === 'length'
        ? 'reached its longest answer before it was done'
        : finishReason === 'stop'
          ? 'answered with something that is not JSON'
          : 'ended its answer before it was complete';
    throw new OvertimeError('model_output_invalid', `${atStart(model)} ${why}.`, { cause });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues: InputIssue[] = parsed.error.issues.map(({ path, message }) => ({
    path: path.join('.'),
    message,
  }));
  const named = issues.slice(0, namedIssues).map(({ path, message }) => `${path || '(root)'}: ${message}`);
  const more = issues.length > namedIssues ? `; and ${issues.length - namedIssues} more` : '';
  throw new OvertimeError(
    'model_output_invalid',
    `${atStart(model)} left the schema at ${named.join('; ')}${more}.`,
    {
      cause: parsed.error,
      issues,
    },
  );
}
