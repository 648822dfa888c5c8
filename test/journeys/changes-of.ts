import type { AnySnapshot } from './visitor.ts';

interface Change {
  readonly etag: string;
  readonly job: AnySnapshot;
}

/** The lines of one held answer, each handed on as it arrives. */
export async function changesOf(
  statusUrl: URL,
  token: string,
  options: { etag?: string; onChange?: (change: Change) => Promise<void> } = {},
): Promise<{ type: string | null; heard: readonly Change[] }> {
  const response = await fetch(`${statusUrl.href}&wait=20`, {
    headers: {
      authorization: `Bearer ${token}`,
      accept: 'application/x-ndjson',
      ...(options.etag !== undefined && { 'if-none-match': options.etag }),
    },
  });
  const heard: Change[] = [];
  let rest = '';
  for await (const text of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const change of lines.filter(Boolean).map((line) => JSON.parse(line) as Change)) {
      heard.push(change);
      await options.onChange?.(change);
    }
  }
  return { type: response.headers.get('content-type'), heard };
}
