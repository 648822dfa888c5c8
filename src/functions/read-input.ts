import type { z } from 'zod';
import type { Contract, ParsedInputOf } from '../contract.ts';
import { OvertimeError, type InputIssue } from '../errors.ts';

/** Netlify takes no larger body (https://docs.netlify.com/build/functions/overview/#default-deployment-options). */
export const maxBodyBytes = 6 * 1024 * 1024;

/**
 * Reads and validates a request's JSON body.
 *
 * @throws `unsupported_media_type`, `body_too_large`, `invalid_json`, or `invalid_input` with the paths.
 */
export async function readInput<C extends Contract>(
  request: Request,
  contract: C,
): Promise<ParsedInputOf<C>> {
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

  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    throw new OvertimeError('invalid_json', 'The body is not valid JSON.', { cause: error });
  }
  const parsed = contract.input.safeParse(body);
  if (!parsed.success) {
    const issues = parsed.error.issues.map(asInputIssue);
    const first = issues.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; ');
    throw new OvertimeError('invalid_input', `The input does not fit ${contract.name}: ${first}`, { issues });
  }
  return parsed.data as ParsedInputOf<C>;
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
