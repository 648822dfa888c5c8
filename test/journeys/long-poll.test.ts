import { expect, test } from 'vitest';
import { stack } from '../support/file-stack.ts';
import { rubricPdf } from '../support/sample-files.ts';
import { sampleSettings } from './sample-settings.ts';
import { base64, newVisitor, pdf, triggerUrl, type Accepted, type AnySnapshot } from './visitor.ts';
import { withDatabase } from './with-database.ts';

const setSamples = sampleSettings();
const sql = withDatabase();

/** A job for later, of which nothing is heard until then. */
async function quietJob() {
  const visitor = await newVisitor();
  const { body } = await visitor.call<Accepted>('POST', '/api/schedules', {
    task: 'extract-rubric',
    input: { file: base64(await rubricPdf()), fileName: 'r.pdf', fileType: pdf },
    runAt: new Date(Date.now() + 3_600_000).toISOString(),
  });
  const read = await visitor.call<AnySnapshot>('GET', body.statusUrl);
  return { visitor, ...body, etag: read.headers.get('etag') ?? '' };
}

/** How long a call takes, in seconds. */
async function timed<T>(call: Promise<T>): Promise<{ answer: T; seconds: number }> {
  const began = performance.now();
  const answer = await call;
  return { answer, seconds: (performance.now() - began) / 1000 };
}

test('a long poll is answered with 304 after its time when nothing has changed', async () => {
  const { visitor, statusUrl, etag } = await quietJob();
  const { answer, seconds } = await timed(
    visitor.call('GET', `${statusUrl}&wait=2`, undefined, { 'if-none-match': etag }),
  );
  expect(answer.status).toBe(304);
  expect(seconds).toBeGreaterThanOrEqual(2);
  // A caller that names no version gets the current state.
  const unnamed = await visitor.call<AnySnapshot>('GET', `${statusUrl}&wait=1`);
  expect([unnamed.status, unnamed.body.status]).toEqual([202, 'pending']);
});

test('a long poll is answered as soon as something has changed', async () => {
  const { visitor, jobId, statusUrl, etag } = await quietJob();
  const polling = timed(
    visitor.call<AnySnapshot>('GET', `${statusUrl}&wait=8`, undefined, { 'if-none-match': etag }),
  );
  await new Promise((resolve) => setTimeout(resolve, 1000));
  await visitor.call('DELETE', `/api/jobs?jobId=${jobId}`);
  const { answer, seconds } = await polling;
  expect(answer).toMatchObject({ status: 200, body: { status: 'cancelled' } });
  expect(seconds).toBeLessThan(10);
});

test('what has changed before the call, or will not change any more, is answered at once', async () => {
  const { visitor, jobId, statusUrl, etag } = await quietJob();
  await visitor.call('DELETE', `/api/jobs?jobId=${jobId}`);
  const changed = await timed(
    visitor.call<AnySnapshot>('GET', `${statusUrl}&wait=8`, undefined, { 'if-none-match': etag }),
  );
  expect(changed.answer.status).toBe(200);
  const final = await timed(
    visitor.call('GET', `${statusUrl}&wait=8`, undefined, {
      'if-none-match': changed.answer.headers.get('etag') ?? '',
    }),
  );
  expect(final.answer.status).toBe(304);
  expect(changed.seconds + final.seconds).toBeLessThan(10);
});

test('long polls follow a job to its end, without a pause between them', async () => {
  setSamples({ paceSeconds: 4, chaos: [] });
  const visitor = await newVisitor();
  const { body } = await visitor.call<Accepted>('POST', triggerUrl, {
    file: base64(await rubricPdf()),
    fileName: 'r.pdf',
    fileType: pdf,
  });
  let etag = '';
  const progress: number[] = [];
  for (let polls = 0; polls < 100; polls += 1) {
    const answer = await visitor.call<AnySnapshot>('GET', `${body.statusUrl}&wait=8`, undefined, {
      'if-none-match': etag,
    });
    expect(answer.status).not.toBe(304);
    etag = answer.headers.get('etag') ?? '';
    progress.push(answer.body.progress);
    if (answer.headers.get('retry-after') === null) break;
  }
  expect(progress.at(-1)).toBe(100);
  // The start, the end, and something between.
  expect(new Set(progress).size).toBeGreaterThan(2);
});

test('a user whose places for held calls are taken is answered at once, and polls; others are held', async () => {
  const { visitor, statusUrl, etag } = await quietJob();
  const other = await quietJob();
  const answer = async (of: typeof other, accept: string) => {
    const headers = { authorization: `Bearer ${of.visitor.token}`, 'if-none-match': of.etag, accept };
    const response = await fetch(new URL(`${of.statusUrl}&wait=1`, stack.siteUrl), { headers });
    await response.text();
    return [response.status, response.headers.get('content-type'), response.headers.get('retry-after')];
  };
  const mine = { ...other, visitor, statusUrl, etag };
  const streamed = [200, 'application/x-ndjson', null];
  expect(await answer(mine, 'application/x-ndjson')).toEqual(streamed);

  // What a flood leaves: six calls that are held, or whose functions were killed a moment ago.
  await sql`
    update overtime.held_calls set ends = array_fill(now() + interval '1 minute', array[6])
    where user_id = ${visitor.userId}`;
  expect(await answer(mine, 'application/x-ndjson')).toEqual([304, null, '1']);
  expect(await answer(mine, 'application/json')).toEqual([304, null, '1']);
  expect(await answer(other, 'application/x-ndjson')).toEqual(streamed);

  await sql`update overtime.held_calls set ends = ends[2:] where user_id = ${visitor.userId}`;
  expect(await answer(mine, 'application/x-ndjson')).toEqual(streamed);
  // It has given its place back.
  const [row] =
    await sql`select cardinality(ends) as held from overtime.held_calls where user_id = ${visitor.userId}`;
  expect(row).toEqual({ held: 5 });
});

test('a long poll restarts a job whose worker died', async () => {
  const { visitor, jobId, statusUrl } = await quietJob();
  await sql`
    update overtime.jobs
    set status = 'processing', waits_for = null, attempt = 1, lease_id = gen_random_uuid(),
      lease_expires_at = now() + interval '3 seconds', rescue_at = now() + interval '3 seconds',
      started_at = now(), claimed_at = now(), run_at = now(),
      dispatched_at = now() - interval '1 minute', version = version + 1
    where id = ${jobId}`;
  const { headers } = await visitor.call('GET', statusUrl);
  const { answer, seconds } = await timed(
    visitor.call<AnySnapshot>('GET', `${statusUrl}&wait=8`, undefined, {
      'if-none-match': headers.get('etag') ?? '',
    }),
  );
  expect(answer.body).toMatchObject({ attempt: 2 });
  expect(seconds).toBeLessThan(15);
  expect((await visitor.watch(statusUrl)).at(-1)).toMatchObject({ status: 'completed' });
});
