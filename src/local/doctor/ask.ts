/** What a server answered, read to its end. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** Longest wait, in milliseconds. A function that starts cold takes a second or two. */
const longestMs = 20_000;

/** Asks a server; follows no redirect, which could lead anywhere. Null when it does not answer. */
export async function ask(url: URL, init: RequestInit = {}): Promise<Answer | null> {
  try {
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      signal: AbortSignal.timeout(longestMs),
    });
    return {
      status: response.status,
      contentType: response.headers.get('content-type') ?? '',
      body: await response.text(),
    };
  } catch {
    return null;
  }
}
