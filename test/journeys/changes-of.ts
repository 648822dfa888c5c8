import { applyChanges, type Change as JobChange } from '../../src/overtime/changes.ts';
import { isTerminal } from '../../src/overtime/job.ts';
import type { AnySnapshot } from './visitor.ts';

interface Change {
  readonly etag: string;
  readonly job: AnySnapshot;
  /** Of what was sent as its changes, in characters; null where the whole was sent. */
  readonly size: number | null;
}

/** As it is sent: the whole job, or what has changed in it. */
interface Line {
  readonly etag: string;
  readonly job?: AnySnapshot;
  readonly changes?: readonly JobChange[];
}

/** The lines of held answers, each handed on as it arrives, up to the job's end; the next answer goes on from the last. */
export async function changesOf(
  statusUrl: URL,
  token: string,
  options: { etag?: string; whole?: AnySnapshot; onChange?: (change: Change) => Promise<void> } = {},
): Promise<{ type: string | null; heard: readonly Change[] }> {
  const response = await fetch(`${statusUrl.href}&wait=8`, {
    headers: {
      authorization: `Bearer ${token}`,
      accept: 'application/x-ndjson',
      ...(options.etag !== undefined && { 'if-none-match': options.etag }),
    },
  });
  const type = response.headers.get('content-type');
  const heard: Change[] = [];
  let whole = options.whole;
  let rest = '';
  // A version that is known is answered without a body.
  if (response.body === null) return { type, heard };
  for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const { etag, ...line } of lines.filter(Boolean).map((each) => JSON.parse(each) as Line)) {
      if (line.changes) whole = applyChanges(whole, line.changes) as AnySnapshot;
      else if (line.job) whole = line.job;
      const change = {
        etag,
        job: whole as AnySnapshot,
        size: line.changes ? JSON.stringify(line).length : null,
      };
      heard.push(change);
      await options.onChange?.(change);
    }
  }
  const last = heard.at(-1);
  if (last === undefined || isTerminal(last.job.status)) return { type, heard };
  const more = await changesOf(statusUrl, token, { ...options, etag: last.etag, whole: last.job });
  return { type, heard: [...heard, ...more.heard] };
}
