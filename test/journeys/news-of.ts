import type { AnySnapshot } from './visitor.ts';

interface News {
  readonly etag: string;
  readonly job: AnySnapshot;
}

/** The lines of one held answer, each handed on as it arrives. */
export async function newsOf(
  statusUrl: URL,
  token: string,
  options: { etag?: string; onNews?: (news: News) => Promise<void> } = {},
): Promise<{ type: string | null; heard: readonly News[] }> {
  const response = await fetch(`${statusUrl.href}&wait=20`, {
    headers: {
      authorization: `Bearer ${token}`,
      accept: 'application/x-ndjson',
      ...(options.etag !== undefined && { 'if-none-match': options.etag }),
    },
  });
  const heard: News[] = [];
  let rest = '';
  for await (const text of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const news of lines.filter(Boolean).map((line) => JSON.parse(line) as News)) {
      heard.push(news);
      await options.onNews?.(news);
    }
  }
  return { type: response.headers.get('content-type'), heard };
}
