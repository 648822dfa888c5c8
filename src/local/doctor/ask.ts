import { boundedFetch } from '../../overtime/bounded-fetch.ts';

/** What a server answered, read to its end. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** A function that starts cold takes a second or two; a page's script has a few hundred kilobytes. */
const fetchWithin = boundedFetch({ milliseconds: 20_000, maxBytes: 20 * 1024 * 1024 });

/** Asks a server; follows no redirect, which could lead anywhere. Null when it does not answer. */
export async function ask(url: URL, init: RequestInit = {}): Promise<Answer | null> {
  try {
    const response = await fetchWithin(url, { ...init, redirect: 'manual' });
    return {
      status: response.status,
      contentType: response.headers.get('content-type') ?? '',
      body: await response.text(),
    };
  } catch {
    return null;
  }
}
