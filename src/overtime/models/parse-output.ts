import type { z } from 'zod';
import { OvertimeError } from '../errors.ts';
import { atStart } from './model-label.ts';
import { declined } from './rejections.ts';
import { type Fault, RejectedAnswer } from './rejected-answer.ts';
import { jsonValuesIn, unwrapped } from './unpack-json.ts';
import { proseIn } from './unpack-prose.ts';

/**
 * Reads a model's finished answer: the first JSON value in it that fits the schema. One that fits is accepted with any
 * finish reason, since a truncated answer cannot be complete; only an example in the middle of a truncated text is not.
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
  const values = jsonValuesIn(text).filter(({ isAtEdge }) => isAtEdge || finishReason === 'stop');
  const results = values.map(({ value, source }) => ({
    source,
    parsed: schema.safeParse(unwrapped(value, schema)),
  }));
  for (const { parsed } of results) if (parsed.success) return parsed.data;
  const [judged] = results.toSorted((a, b) => b.source.length - a.source.length);
  if (judged?.parsed.error === undefined) {
    assertFinished(finishReason, model);
    throw new RejectedAnswer(model, proseIn(text), [
      { path: '', kind: 'not_json', complaint: 'It is not JSON.' },
    ]);
  }
  throw new RejectedAnswer(model, judged.source, faultsOf(judged.parsed.error));
}

/** The faults of a value that does not fit its schema, each with its path. */
export function faultsOf(error: z.ZodError): Fault[] {
  return error.issues.map(({ path, code, message }) => ({
    path: path.join('.'),
    // A rule of a task's own, which zod has no name for.
    kind: code === 'custom' ? 'content_not_accepted' : code,
    complaint: message,
  }));
}

/** @throws OvertimeError `model_refused` */
export function assertNotRefused(finishReason: string | undefined, model: string): void {
  if (finishReason !== 'content-filter') return;
  throw new OvertimeError('model_refused', declined(model));
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
      ? 'reached its longest answer before it was done: ask for less, or set a model with longer answers'
      : 'ended its answer before it was complete: try again';
  throw new OvertimeError('model_output_invalid', `${atStart(model)} ${why}.`);
}
