import type { Contract } from '../contract.ts';
import { isTerminal } from '../job.ts';
import { awaitJob, readIntervalMs } from './await-job.ts';
import type { Exchange } from './handler.ts';
import type { JobRead } from './read-job.ts';
import { snapshot } from './snapshot.ts';

/** The media type of {@link jobChanges}. */
export const changesMediaType = 'application/x-ndjson';

/** A blank line is sent this often, in seconds, to keep the connection alive while nothing changes. */
const keepAliveSeconds = 5;

/** An answer ends after so many characters, and the client asks again: a streamed one may have 20 MB. */
const longestAnswer = 4 * 1024 * 1024;

/** A job's version as an ETag: weak, since durations grow with each read. */
export const etagOf = ({ jobId, version }: JobRead) => `W/"${jobId}.${version}"`;

interface HeldAnswer {
  /** The caller's last version. */
  readonly known: string | null;
  readonly waitSeconds: number;
  /** Called at the answer's end. */
  readonly release: () => Promise<void>;
}

/**
 * Streams a job's states in one answer of up to `waitSeconds`: a line of JSON `{ etag, job }` for each state
 * other than `known`, the current one included. The answer ends after the terminal state. If it ends earlier or
 * breaks, the client asks again with the last etag.
 */
export function jobChanges(
  contract: Contract,
  exchange: Exchange,
  present: JobRead,
  options: HeldAnswer,
): Response {
  const lines = changeLines(contract, exchange, present, options);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await lines.next();
      if (done === true) {
        await options.release();
        controller.close();
      } else controller.enqueue(encoder.encode(value));
    },
    // The client closed the connection: no further read is started.
    cancel: async () => {
      await lines.return();
      await options.release();
    },
  });
  return new Response(body, {
    headers: { 'content-type': changesMediaType, 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
  });
}

async function* changeLines(
  contract: Contract,
  exchange: Exchange,
  present: JobRead,
  options: HeldAnswer,
): AsyncGenerator<string, void, undefined> {
  const { clock } = exchange;
  const until = clock.now() + options.waitSeconds * 1000;
  let job: JobRead | null = present;
  let sent = options.known;
  let characters = 0;
  for (;;) {
    if (etagOf(job) === sent) yield '\n';
    else {
      sent = etagOf(job);
      const line = `${JSON.stringify({ etag: sent, job: snapshot(job, contract.stages) })}\n`;
      characters += line.length;
      yield line;
    }
    const leftSeconds = (until - clock.now()) / 1000;
    if (isTerminal(job.status) || leftSeconds <= 0 || characters > longestAnswer) return;
    await clock.sleep(Math.min(readIntervalMs(job, clock.now()), leftSeconds * 1000));
    const last: string = sent;
    try {
      const quietSeconds = Math.min(keepAliveSeconds, (until - clock.now()) / 1000);
      job = await awaitJob(exchange, job.jobId, quietSeconds, (now) => etagOf(now) !== last);
    } catch {
      // This answer's status was sent already: the next call gets the error.
      return;
    }
    if (job === null) return;
  }
}
