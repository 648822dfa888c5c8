import type { Clock } from '../../clock.ts';

/** Longest time for one answer. */
const timeoutMs = 10_000;
/** Largest answer, in bytes. */
const maxBytes = 2 * 1024 * 1024;

/** The header by which the local stack marks what it answers in a source's place. */
export const sampleHeader = 'x-overtime-sample-data';

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
): Promise<{ readonly value: unknown; readonly isSample: boolean }> {
  const late = new AbortController();
  const done = new AbortController();
  clock.sleep(timeoutMs, done.signal).then(
    () => late.abort(new Error(`It did not answer within ${timeoutMs / 1000} s.`)),
    () => undefined,
  );
  try {
    const response = await fetch(url, {
      ...init,
      redirect: 'error',
      signal: AbortSignal.any([signal, late.signal]),
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw new Error(`It answered ${response.status}.`);
    }
    return { value: JSON.parse(await bounded(response)), isSample: response.headers.has(sampleHeader) };
  } finally {
    done.abort();
  }
}

async function bounded(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new Error(`Its answer is larger than ${maxBytes} bytes.`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
