import { z } from 'zod';
import type { Contract, ParsedInputOf } from '../contract.ts';
import { OvertimeError, type InputIssue } from '../errors.ts';
import { inputSentence } from '../input-sentence.ts';
import { jsonIssues } from './check-json.ts';
import { boundedIssues, inWords } from './input-issues.ts';
import { readBody } from './read-body.ts';

/** Most inputs in one call. */
export const mostInputs = 100;

/** Reads and validates a body that is not a task's input. Throws as `readJson` and `parseInput`. */
export async function parseBody<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
  subject: string,
): Promise<z.output<Schema>> {
  return parse(await readJson(request, subject), schema, subject);
}

/** Validates a value against a task's input. Throws `invalid_input` with the paths. */
export function parseInput<C extends Contract>(value: unknown, contract: C): ParsedInputOf<C> {
  return parse(value, contract.input, contract.name) as ParsedInputOf<C>;
}

/** Validates a list of inputs. Throws `invalid_input` with the paths, each of which begins with the input's index. */
export function parseInputs<C extends Contract>(values: readonly unknown[], contract: C): ParsedInputOf<C>[] {
  if (values.length === 0 || values.length > mostInputs) {
    throw doesNotFit(contract.name, [
      { path: '', message: `Must have 1 to ${mostInputs} inputs: this list has ${values.length}.` },
    ]);
  }
  return parse(values, z.array(contract.input), contract.name) as ParsedInputOf<C>[];
}

/**
 * Reads a request's JSON body.
 *
 * @throws `unsupported_media_type`, `body_too_large`, `invalid_json`, or `invalid_input` for what no input may have.
 */
export async function readJson(request: Request, subject: string): Promise<unknown> {
  const body = await readBody(request);
  const issues = jsonIssues(body);
  if (issues.length > 0) throw doesNotFit(subject, issues);
  return body;
}

function parse<Schema extends z.ZodType>(value: unknown, schema: Schema, subject: string): z.output<Schema> {
  const parsed = schema.safeParse(value, { error: inputSentence });
  if (parsed.success) return parsed.data;
  throw doesNotFit(subject, parsed.error.issues.map(asInputIssue));
}

function doesNotFit(subject: string, all: readonly InputIssue[]): OvertimeError {
  const issues = boundedIssues(all);
  return new OvertimeError('invalid_input', `The input for ${subject} is not valid: ${inWords(issues)}`, {
    issues,
  });
}

function asInputIssue(issue: z.core.$ZodIssue): InputIssue {
  return { path: issue.path.map(String).join('.'), message: issue.message };
}
