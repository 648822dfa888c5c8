import { expect, test } from 'vitest';
import type { JobPage, JobSummary } from '../../src/overtime/job.ts';
import { rubricPdf } from '../support/sample-files.ts';
import { base64, newVisitor, pdf, triggerUrl, type Accepted, type Visitor } from './visitor.ts';
import { withDatabase } from './with-database.ts';

const sql = withDatabase();

/** Jobs that were cancelled, numbered from `from`, three to each moment, a microsecond apart. */
async function insertJobs(
  visitor: Visitor,
  from: number,
  to: number,
  task = 'extract-rubric',
): Promise<void> {
  await sql`
    insert into overtime.jobs (
      id, user_id, task, contract_version, priority, max_attempts, retention_hours, status, input, run_at, created_at,
      updated_at, finished_at, expires_at
    )
    select ${visitor.userId} || '-' || lpad(number::text, 3, '0'), ${visitor.userId}, ${task}, 1, 5, 3, 720, 'cancelled',
      '{}', moment, moment, moment, moment, moment + interval '1 year'
    from generate_series(${from}::integer, ${to}::integer) as number,
      lateral (
        select now() - interval '1 hour' + (number / 3) * interval '1 microsecond' as moment
      ) as times`;
}
const list = (visitor: Visitor, query: Record<string, string> = {}) =>
  visitor.call<JobPage>('GET', `/api/jobs?${new URLSearchParams(query).toString()}`);
const numbers = (jobs: readonly JobSummary[]) => jobs.map(({ jobId }) => Number(jobId.slice(-3)));

test('pages lead through all jobs, newest first, without gaps or repeats while new ones arrive', async () => {
  const visitor = await newVisitor();
  await insertJobs(visitor, 0, 124);
  const seen: number[] = [];
  let query: Record<string, string> = { limit: '20' };
  for (let pages = 1; pages <= 10; pages += 1) {
    const { status, body } = await list(visitor, query);
    expect(status).toBe(200);
    seen.push(...numbers(body.jobs));
    if (body.nextBefore === null) break;
    await insertJobs(visitor, 200 + 3 * pages, 202 + 3 * pages);
    expect(body.nextBefore).toMatch(/^[\w:.~-]+$/);
    query = { limit: '20', before: body.nextBefore };
  }
  const expected = Array.from({ length: 125 }, (_, number) => number).toSorted(
    // Of those of one moment, by id.
    (a, b) => Math.floor(b / 3) - Math.floor(a / 3) || a - b,
  );
  expect(seen).toEqual(expected);
  expect((await list(visitor)).body.jobs).toHaveLength(50);
  expect(numbers((await list(visitor, { limit: '1' })).body.jobs)).toEqual([219]);
});

test('a list is narrowed by task, status and sample', async () => {
  const visitor = await newVisitor();
  await insertJobs(visitor, 0, 2);
  await insertJobs(visitor, 3, 5, 'former-task');
  const found = async (query: Record<string, string>) => numbers((await list(visitor, query)).body.jobs);
  expect(await found({ task: 'former-task' })).toEqual([3, 4, 5]);
  expect(await found({ task: 'extract-rubric', status: 'cancelled' })).toEqual([0, 1, 2]);
  expect(await found({ status: 'completed' })).toEqual([]);
  await sql`update overtime.jobs set sample = true where id = ${`${visitor.userId}-004`}`;
  expect(await found({ sample: 'true' })).toEqual([4]);
  expect(await found({ sample: 'false', task: 'former-task' })).toEqual([3, 5]);
  const { body } = await list(visitor, { task: 'former-task', limit: '2' });
  expect(numbers(body.jobs)).toEqual([3, 4]);
  expect(await found({ task: 'former-task', limit: '2', before: body.nextBefore ?? '' })).toEqual([5]);
});

test('a job is read with its stages, and its logs from where the last reading ended', async () => {
  const visitor = await newVisitor();
  const { body } = await visitor.call<Accepted>('POST', triggerUrl, {
    file: base64(await rubricPdf()),
    fileName: 'r.pdf',
    fileType: pdf,
  });
  const last = (await visitor.watch(body.statusUrl)).at(-1);
  expect((await visitor.call('GET', `/api/jobs?jobId=${body.jobId}`)).body).toEqual(last);
  const [entry] = (await list(visitor)).body.jobs;
  expect(entry).toMatchObject({
    jobId: body.jobId,
    task: 'extract-rubric',
    status: 'completed',
    progress: 100,
    error: null,
    errorCode: null,
    sample: true,
    attempts: 1,
    tokenUsage: last?.performance.tokenUsage,
    costUsd: 0,
    createdAt: expect.stringMatching(/Z$/),
    finishedAt: expect.stringMatching(/Z$/),
  });
  expect(Math.abs((entry?.durationMs ?? 0) - (last?.performance.durationMs ?? 0))).toBeLessThan(2);

  await sql`
    insert into overtime.job_logs (job_id, attempt, level, message, details, logged_at)
    select ${body.jobId}, 1, 'info', 'line ' || number, ${sql.json({ a: 1 })}, now() + number * interval '1 second'
    from generate_series(1, 3) as number`;
  const logs = async (after = '') =>
    (
      await visitor.call<{ logs: { id: number; message: string }[] }>(
        'GET',
        `/api/jobs?jobId=${body.jobId}&view=logs${after}`,
      )
    ).body.logs.filter(({ message }) => message.startsWith('line'));
  const all = await logs();
  expect(all.map(({ message }) => message)).toEqual(['line 1', 'line 2', 'line 3']);
  expect(all[0]).toEqual({
    id: expect.any(Number),
    attempt: 1,
    level: 'info',
    message: 'line 1',
    details: { a: 1 },
    at: expect.stringMatching(/Z$/),
  });
  expect((await logs(`&after=${all[1]?.id}`)).map(({ message }) => message)).toEqual(['line 3']);

  const other = await newVisitor();
  for (const view of ['', '&view=logs']) {
    expect(await other.call('GET', `/api/jobs?jobId=${body.jobId}${view}`)).toMatchObject({
      status: 404,
      body: { code: 'not_found' },
    });
  }
});

test("a user's webhook secret is always the same, and nobody else's", async () => {
  const [visitor, other] = [await newVisitor(), await newVisitor()];
  const secretOf = async (who: Visitor) =>
    (await who.call<{ webhookSecret: string }>('GET', '/api/jobs?view=webhook-secret')).body.webhookSecret;
  const secret = await secretOf(visitor);
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(await secretOf(visitor)).toBe(secret);
  expect(await secretOf(other)).not.toBe(secret);
});

test.for([
  ['limit', 'limit=0'],
  ['limit', 'limit=101'],
  ['limit', 'limit=many'],
  ['status', 'status=running'],
  ['before', 'before=yesterday'],
  ['before', 'before=2026-11-22T12:00:00Z~a,or(1.eq.1)'],
  ['before', 'before=2026-99-99T12:00:00Z~a'],
  ['view', 'view=everything'],
] as const)('a wrong %s is answered with its name: %s', async ([path, query]) => {
  const visitor = await newVisitor();
  expect(await visitor.call('GET', `/api/jobs?${query}`)).toMatchObject({
    status: 422,
    body: { code: 'invalid_input', issues: [{ path }] },
  });
});

test('a wrong view or place in the logs of a job is answered with its name', async () => {
  const visitor = await newVisitor();
  await insertJobs(visitor, 0, 0);
  for (const [path, query] of [
    ['after', 'view=logs&after=first'],
    ['after', 'view=logs&after=-1'],
    ['view', 'view=everything'],
    ['action', 'action=repeat'],
  ] as const) {
    const method = path === 'action' ? 'POST' : 'GET';
    expect(await visitor.call(method, `/api/jobs?jobId=${visitor.userId}-000&${query}`)).toMatchObject({
      status: 422,
      body: { issues: [{ path }] },
    });
  }
  expect(await visitor.call('DELETE', '/api/jobs')).toMatchObject({ status: 422 });
});
