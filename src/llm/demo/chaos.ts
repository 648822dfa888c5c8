import { APICallError } from 'ai';

/** What goes wrong with one call of the demo model. */
export type Chaos =
  | { readonly kind: 'ok' }
  /** Answers 429, asking to wait for so many seconds where it names them. */
  | { readonly kind: 'rate-limit'; readonly seconds: number | null }
  /** The connection breaks in the middle of the answer. */
  | { readonly kind: 'drop' }
  /** The answer ends in the middle, cleanly. */
  | { readonly kind: 'truncate' }
  /** The answer is not JSON. */
  | { readonly kind: 'garbage' };

/** Reads `ok`, `429`, `429:SECONDS`, `drop`, `truncate` or `garbage`; anything else is `ok`. */
export function parseChaos(entry: string): Chaos {
  const [word = '', seconds] = entry.trim().split(':');
  if (word === '429') return { kind: 'rate-limit', seconds: seconds === undefined ? null : Number(seconds) };
  if (word === 'drop' || word === 'truncate' || word === 'garbage') return { kind: word };
  return { kind: 'ok' };
}

/** What an answer becomes under it. */
export function spoil(answer: string, chaos: Chaos): string {
  if (chaos.kind === 'garbage') return 'Certainly! Here is what I found in the document, in my own words.';
  return chaos.kind === 'drop' || chaos.kind === 'truncate'
    ? answer.slice(0, Math.ceil(answer.length / 2))
    : answer;
}

export function rateLimitError(seconds: number | null): APICallError {
  return new APICallError({
    message: 'The demo model takes no more calls for now.',
    url: 'demo:model',
    requestBodyValues: {},
    statusCode: 429,
    responseHeaders: seconds === null ? {} : { 'retry-after': String(seconds) },
    isRetryable: true,
  });
}
