import { invalidParameter } from './required-parameter.ts';

const longestKey = 255;

/** The request's `Idempotency-Key`, or null. Throws `invalid_input` for an empty or a too long one. */
export function readIdempotencyKey(request: Request): string | null {
  const key = request.headers.get('idempotency-key');
  if (key === null || (key.length > 0 && key.length <= longestKey)) return key;
  throw invalidParameter('Idempotency-Key', `Has 1 to ${longestKey} characters.`);
}
