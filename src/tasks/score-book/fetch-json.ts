import { boundedFetch, type Clock } from '../../overtime/index.ts';

/** Longest time for one answer, in milliseconds, and its largest size, in bytes. */
const bounds = { milliseconds: 10_000, maxBytes: 2 * 1024 * 1024 };

/**
 * Asks a source for JSON. No redirect is followed, so that only the configured address is called.
 *
 * @throws Error saying what is wrong with the answer, without the address, which may hold a key; or the signal's
 * reason.
 */
export async function fetchJson(
  url: string | URL,
  init: RequestInit,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<unknown> {
  const response = await boundedFetch(bounds, clock)(url, { ...init, redirect: 'error', signal });
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`It answered ${response.status}.`);
  }
  const text = await response.text();
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The error of JSON.parse quotes the text.
    throw new Error('Its answer is not JSON.');
  }
}
