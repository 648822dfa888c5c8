import { invalidParameter } from './required-parameter.ts';

const longestKey = 255;

/**
 * The request's `Idempotency-Key`, or null. Throws `invalid_input` for one that is not 1 to 255 printable ASCII
 * characters: a header carries others in as many ways as there are clients and proxies.
 */
export function readIdempotencyKey(request: Request): string | null {
  const key = request.headers.get('idempotency-key');
  if (key === null || (/^[ -~]+$/.test(key) && key.length <= longestKey)) return key;
  throw invalidParameter('Idempotency-Key', `Must be 1 to ${longestKey} printable ASCII characters.`);
}
