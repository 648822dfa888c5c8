import { OvertimeError } from '../errors.ts';
import { maxBodyBytes } from '../file-fields.ts';

/**
 * Reads a request's JSON body. Bytes are counted as they arrive, so that a body without `Content-Length`, or
 * with a wrong one, is read no further than the limit.
 *
 * @throws `unsupported_media_type`, `body_too_large` or `invalid_json`.
 */
export async function readBody(request: Request): Promise<unknown> {
  const mediaType = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (mediaType !== 'application/json') {
    throw new OvertimeError(
      'unsupported_media_type',
      'Send the input as JSON, with Content-Type: application/json.',
    );
  }
  if (Number(request.headers.get('content-length') ?? 0) > maxBodyBytes) throw tooLarge();
  const bytes = await readBytes(request.body);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new OvertimeError(
      'invalid_json',
      'The body is not valid JSON in UTF-8. Correct it and send it again.',
      { cause: error },
    );
  }
}

async function readBytes(body: Request['body']): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop cancels the stream.
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > maxBodyBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(): OvertimeError {
  return new OvertimeError(
    'body_too_large',
    'The body is larger than 6 MB. Upload the file to Storage first and send its filePath.',
  );
}
