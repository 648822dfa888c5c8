import { invalidParameter } from './required-parameter.ts';

const longestKey = 255;

/**
 * The request's `Idempotency-Key`, or null. Throws `invalid_input` unless it is 1 to 255 printable ASCII characters:
 * clients and proxies encode others in headers differently.
 */
export function readIdempotencyKey(request: Request): string | null {
  const key = request.headers.get('idempotency-key');
  if (key === null || (/^[ -~]+$/.test(key) && key.length <= longestKey)) return key;
  throw invalidParameter('Idempotency-Key', `Must be 1 to ${longestKey} printable ASCII characters.`);
}
