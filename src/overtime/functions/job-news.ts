import type { Contract } from '../contract.ts';
import { isTerminal } from '../job.ts';
import { awaitJob, readIntervalMs } from './await-job.ts';
import type { Exchange } from './handler.ts';
import type { JobRead } from './read-job.ts';
import { snapshot } from './snapshot.ts';

/** The media type of {@link jobNews}. */
export const newsMediaType = 'application/x-ndjson';

/** A blank line says so often, in seconds, that the connection is alive while nothing changes. */
const sayAliveSeconds = 5;

/** An answer ends after so many characters, and the reader asks again: a streamed one may have 20 MB. */
const longestAnswer = 4 * 1024 * 1024;

/** A job's version as its readers name it: weak, since its times are counted on with each read. */
export const etagOf = ({ jobId, version }: JobRead) => `W/"${jobId}.${version}"`;

/**
 * A job's states as they come, in one answer of up to `waitSeconds`: a line of JSON `{ etag, job }` for
 * each state that is not the one of `known`, the present one included, and the end of the answer after the
 * terminal one. An answer that ends otherwise is asked for again, with the last etag; so is one that broke.
 */
export function jobNews(
  contract: Contract,
  exchange: Exchange,
  present: JobRead,
  options: { readonly known: string | null; readonly waitSeconds: number },
): Response {
  const lines = newsLines(contract, exchange, present, options);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await lines.next();
      if (done === true) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    // Nobody listens any more: the read under way is the last one.
    cancel: async () => {
      await lines.return();
    },
  });
  return new Response(body, {
    headers: { 'content-type': newsMediaType, 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
  });
}

async function* newsLines(
  contract: Contract,
  exchange: Exchange,
  present: JobRead,
  options: { readonly known: string | null; readonly waitSeconds: number },
): AsyncGenerator<string, void, undefined> {
  const { clock } = exchange;
  const until = clock.now() + options.waitSeconds * 1000;
  let job: JobRead | null = present;
  let told = options.known;
  let characters = 0;
  for (;;) {
    if (etagOf(job) === told) yield '\n';
    else {
      told = etagOf(job);
      const line = `${JSON.stringify({ etag: told, job: snapshot(job, contract.stages) })}\n`;
      characters += line.length;
      yield line;
    }
    const leftSeconds = (until - clock.now()) / 1000;
    if (isTerminal(job.status) || leftSeconds <= 0 || characters > longestAnswer) return;
    await clock.sleep(Math.min(readIntervalMs(job, clock.now()), leftSeconds * 1000));
    const last: string = told;
    try {
      const aliveSeconds = Math.min(sayAliveSeconds, (until - clock.now()) / 1000);
      job = await awaitJob(exchange, job.jobId, aliveSeconds, (now) => etagOf(now) !== last);
    } catch {
      // The status of this answer is long gone: the next call is told what is wrong.
      return;
    }
    if (job === null) return;
  }
}
