import type { z } from 'zod';
import type { Contract, ParsedInputOf } from '../contract.ts';
import { OvertimeError, type InputIssue } from '../errors.ts';
import { jsonIssues } from './check-json.ts';
import { boundedIssues, inWords } from './input-issues.ts';
import { readBody } from './read-body.ts';

/**
 * Reads and validates a request's JSON body against a task's input.
 *
 * @throws `unsupported_media_type`, `body_too_large`, `invalid_json`, or `invalid_input` with the paths.
 */
export async function readInput<C extends Contract>(
  request: Request,
  contract: C,
): Promise<ParsedInputOf<C>> {
  return parseInput(await readJson(request, contract.name), contract);
}

/** The same for a body that is not a task's input. */
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

async function readJson(request: Request, subject: string): Promise<unknown> {
  const body = await readBody(request);
  const issues = jsonIssues(body);
  if (issues.length > 0) throw doesNotFit(subject, issues);
  return body;
}

function parse<Schema extends z.ZodType>(value: unknown, schema: Schema, subject: string): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw doesNotFit(subject, parsed.error.issues.map(asInputIssue));
}

function doesNotFit(subject: string, all: readonly InputIssue[]): OvertimeError {
  const issues = boundedIssues(all);
  return new OvertimeError('invalid_input', `The input does not fit ${subject}: ${inWords(issues)}`, {
    issues,
  });
}

function asInputIssue(issue: z.core.$ZodIssue): InputIssue {
  return { path: issue.path.map(String).join('.'), message: issue.message };
}
