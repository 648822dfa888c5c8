import type { z } from 'zod';
import type { Contract, ParsedInputOf } from '../contract.ts';
import { OvertimeError, type InputIssue } from '../errors.ts';

/** Netlify takes no larger body (https://docs.netlify.com/build/functions/overview/#default-deployment-options). */
export const maxBodyBytes = 6 * 1024 * 1024;

/**
 * Reads and validates a request's JSON body against a task's input.
 *
 * @throws `unsupported_media_type`, `body_too_large`, `invalid_json`, or `invalid_input` with the paths.
 */
export async function readInput<C extends Contract>(
  request: Request,
  contract: C,
): Promise<ParsedInputOf<C>> {
  return parseInput(await readJson(request), contract);
}

/** The same for a body that is no task's input. */
export async function parseBody<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
  subject: string,
): Promise<z.output<Schema>> {
  return parse(await readJson(request), schema, subject);
}

/** Validates a value against a task's input. Throws `invalid_input` with the paths. */
export function parseInput<C extends Contract>(value: unknown, contract: C): ParsedInputOf<C> {
  return parse(value, contract.input, contract.name) as ParsedInputOf<C>;
}

async function readJson(request: Request): Promise<unknown> {
  const mediaType = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (mediaType !== 'application/json') {
    throw new OvertimeError(
      'unsupported_media_type',
      'Send the input as JSON, with Content-Type: application/json.',
    );
  }
  if (Number(request.headers.get('content-length') ?? 0) > maxBodyBytes) throw tooLarge();
  const text = await request.text();
  if (text.length > maxBodyBytes) throw tooLarge();
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new OvertimeError('invalid_json', 'The body is not valid JSON.', { cause: error });
  }
}

function parse<Schema extends z.ZodType>(value: unknown, schema: Schema, subject: string): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(asInputIssue);
  const all = issues.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; ');
  throw new OvertimeError('invalid_input', `The input does not fit ${subject}: ${all}`, { issues });
}

function asInputIssue(issue: z.core.$ZodIssue): InputIssue {
  return { path: issue.path.map(String).join('.'), message: issue.message };
}

function tooLarge(): OvertimeError {
  return new OvertimeError(
    'body_too_large',
    'The body is larger than 6 MB. Upload the file to Storage first and send its filePath.',
  );
}
