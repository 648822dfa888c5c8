import { changesBetween, within, type Change } from '../changes.ts';
import type { Contract } from '../contract.ts';
import { isTerminal, type JobSnapshot } from '../job.ts';
import { awaitJob, readIntervalMs } from './await-job.ts';
import type { Exchange } from './handler.ts';
import { readJobSince, type JobRead, type Unchanged } from './read-job.ts';
import { snapshot } from './snapshot.ts';

/** The media type of {@link jobChanges}. */
export const changesMediaType = 'application/x-ndjson';

/** A blank line is sent this often, in seconds, to keep the connection alive while nothing changes. */
const keepAliveSeconds = 5;

/** An answer ends after so many characters, and the client asks again: a streamed one may have 20 MB. */
const longestAnswer = 4 * 1024 * 1024;

/** A job's version as an ETag: weak, since durations grow with each read. */
export const etagOf = ({ jobId, version }: Pick<JobRead, 'jobId' | 'version'>) => `W/"${jobId}.${version}"`;

/** The version that an ETag of the job names; null for any other text. */
export function versionOf(etag: string | null, jobId: string): number | null {
  const version = Number(/\.(\d{1,9})"$/.exec(etag ?? '')?.[1] ?? Number.NaN);
  return etag === etagOf({ jobId, version }) ? version : null;
}

/** All that a reader is told of a job but its partial output. */
type Outline = Omit<JobSnapshot, 'partial'>;

/**
 * What a reader is told of a job, as a line of JSON: `{ etag, changes }`, how it differs from the version before it
 * (src/overtime/changes.ts), or the whole, `{ etag, job }`, where the reader knows none, and at the end.
 *
 * @param now the job as its owner sees it
 * @param told what the reader knows of it; null where only its version is known.
 */
export function changeLine(job: JobRead, now: JobSnapshot, told: Outline | null): string {
  if (job.partialChanges === null || isTerminal(job.status)) {
    return JSON.stringify({ etag: etagOf(job), job: now });
  }
  const outline = outlineOf(now);
  const changes: readonly Change[] = [
    ...(told === null
      ? Object.entries(outline).map(([key, value]) => [[key], value] as const)
      : changesBetween(told, outline)),
    ...within('partial', job.partialChanges.flat()),
  ];
  return JSON.stringify({ etag: etagOf(job), changes });
}

function outlineOf(job: JobSnapshot): Outline {
  const { partial: _partial, ...outline } = job as JobSnapshot & { partial?: unknown };
  return outline;
}

interface HeldAnswer {
  /** The caller's version; null for none. */
  readonly since: number | null;
  readonly waitSeconds: number;
}

/** The lines as an answer. `release` is called at its end. */
export function changesAnswer(
  lines: AsyncGenerator<string, void, undefined>,
  release: () => Promise<void>,
): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await lines.next();
      if (done === true) {
        await release();
        controller.close();
      } else controller.enqueue(encoder.encode(`${value}\n`));
    },
    // The client closed the connection: no further read is started.
    cancel: async () => {
      await lines.return();
      await release();
    },
  });
  return new Response(body, {
    headers: { 'content-type': changesMediaType, 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
  });
}

/**
 * A job's changes during up to `waitSeconds`: a line for each version other than `since`, the current one included, and
 * a blank one while nothing changes. It ends after the terminal state. If it ends earlier or breaks, the client asks
 * again with the last etag.
 */
export async function* jobChanges(
  contract: Contract,
  exchange: Exchange,
  present: JobRead | Unchanged,
  { since, waitSeconds }: HeldAnswer,
): AsyncGenerator<string, void, undefined> {
  const { clock } = exchange;
  const until = clock.now() + waitSeconds * 1000;
  let job: JobRead | Unchanged | null = present;
  let known = since;
  let told: Outline | null = null;
  let characters = 0;
  for (;;) {
    if (job.stages === undefined) yield '';
    else {
      const now = snapshot(job, contract.stages);
      const line = changeLine(job, now, told);
      told = outlineOf(now);
      known = job.version;
      characters += line.length;
      yield line;
    }
    const leftSeconds = (until - clock.now()) / 1000;
    if (isTerminal(job.status) || leftSeconds <= 0 || characters > longestAnswer) return;
    await clock.sleep(Math.min(readIntervalMs(job, clock.now()), leftSeconds * 1000));
    const read = () => readJobSince(exchange, present.jobId, known, true);
    try {
      const quietSeconds = Math.min(keepAliveSeconds, (until - clock.now()) / 1000);
      job = await awaitJob(exchange, quietSeconds, read, (now) => now.stages !== undefined);
    } catch {
      // This answer's status was sent already: the next call gets the error.
      return;
    }
    if (job === null) return;
  }
}
