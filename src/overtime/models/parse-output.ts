import type { z } from 'zod';
import { OvertimeError } from '../errors.ts';
import { atStart } from './model-label.ts';
import { type Fault, RejectedAnswer } from './rejected-answer.ts';
import { storableReviver } from '../storable.ts';

/**
 * Reads a model's finished answer. A complete object that fits the schema is accepted with any finish reason, since a
 * truncated answer cannot be both.
 *
 * @throws RejectedAnswer for faults that another call can repair
 * @throws OvertimeError `model_refused`; `model_output_invalid` for a truncated answer
 */
export function parseOutput<Schema extends z.ZodType>(
  schema: Schema,
  text: string,
  finishReason: string | undefined,
  model: string,
): z.output<Schema> {
  assertNotRefused(finishReason, model);
  let value: unknown;
  try {
    value = JSON.parse(text, storableReviver);
  } catch {
    assertFinished(finishReason, model);
    throw new RejectedAnswer(model, text, [{ path: '', kind: 'not_json', complaint: 'It is not JSON.' }]);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new RejectedAnswer(model, text, faultsOf(parsed.error));
}

/** The faults of a value that does not fit its schema, each with its path. */
export function faultsOf(error: z.ZodError): Fault[] {
  return error.issues.map(({ path, code, message }) => ({
    path: path.join('.'),
    kind: code,
    complaint: message,
  }));
}

/** @throws OvertimeError `model_refused` */
export function assertNotRefused(finishReason: string | undefined, model: string): void {
  if (finishReason !== 'content-filter') return;
  throw new OvertimeError(
    'model_refused',
    `${atStart(model)} declined to answer because of its content rules.`,
  );
}

/**
 * Only `stop` is a natural end: a provider's cleanly truncated stream would look like success otherwise.
 *
 * @throws OvertimeError `model_output_invalid`
 */
export function assertFinished(finishReason: string | undefined, model: string): void {
  if (finishReason === 'stop') return;
  const why =
    finishReason === 'length'
      ? 'reached its longest answer before it was done'
      : 'ended its answer before it was complete';
  throw new OvertimeError('model_output_invalid', `${atStart(model)} ${why}.`);
}
