import { expect, test } from 'vitest';
import { rubricPdf } from '../support/sample-files.ts';
import { sweepNow } from './sweep-now.ts';
import { base64, newVisitor, pdf, type Accepted, type AnySnapshot, type Visitor } from './visitor.ts';
import { withDatabase } from './with-database.ts';

const sql = withDatabase();
const task = 'extract-rubric';

interface Schedule {
  readonly scheduleId: string;
  readonly nextRunAt: string | null;
  readonly lastRunAt: string | null;
  readonly lastJobId: string | null;
  readonly lastError: string | null;
  readonly input: { readonly filePath: string };
}
const uploaded = async (visitor: Visitor) => ({
  filePath: await visitor.upload(await rubricPdf(), 'r.pdf'),
  fileName: 'r.pdf',
  fileType: pdf,
});
const create = <Body = Record<string, unknown>>(visitor: Visitor, body: object, headers = {}) =>
  visitor.call<Body>('POST', '/api/schedules', body, headers);
const listed = async (visitor: Visitor) =>
  (await visitor.call<{ schedules: Schedule[] }>('GET', '/api/schedules')).body.schedules;

test('a job for a later time waits for it, then runs', async () => {
  const visitor = await newVisitor();
  const runAt = new Date(Date.now() + 3_600_000).toISOString();
  const { status, body } = await create<Accepted>(visitor, { task, input: await uploaded(visitor), runAt });
  expect([status, body.status]).toEqual([202, 'pending']);
  const read = async () => (await visitor.call<AnySnapshot>('GET', body.statusUrl)).body;
  await sweepNow();
  expect(await read()).toMatchObject({ status: 'pending', waitsFor: 'time' });
  expect(await listed(visitor)).toEqual([]);

  await sql`update overtime.jobs set run_at = now() - interval '1 second' where id = ${body.jobId}`;
  await sweepNow();
  const row = async () =>
    (await sql`select status from overtime.jobs where id = ${body.jobId}`)[0]?.['status'];
  await expect.poll(row, { timeout: 20_000 }).toBe('completed');
  expect(await read()).toMatchObject({ attempt: 1 });
});

test('a job for a time that has passed runs at once, and the same Idempotency-Key makes one', async () => {
  const visitor = await newVisitor();
  const input = { file: base64(await rubricPdf()), fileName: 'r.pdf', fileType: pdf };
  const once = () =>
    create<Accepted>(
      visitor,
      { task, input, runAt: '2026-01-01T00:00:00+01:00' },
      { 'idempotency-key': 'k' },
    );
  const first = await once();
  expect((await once()).body.jobId).toBe(first.body.jobId);
  expect((await visitor.watch(first.body.statusUrl)).at(-1)).toMatchObject({ status: 'completed' });
});

test('a recurring job is started once at its time, though two sweeps come at once, until it is stopped', async () => {
  const visitor = await newVisitor();
  const input = await uploaded(visitor);
  const { status, body } = await create<Schedule>(visitor, {
    task,
    input,
    cron: '0 9 * * 1',
    timeZone: 'Europe/Berlin',
  });
  expect(status).toBe(201);
  const inBerlin = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/Berlin',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
  expect(inBerlin.format(new Date(body.nextRunAt ?? 0))).toBe('Mon 09:00');
  const { scheduleId, nextRunAt } = body;
  const jobs = () => sql`
    select id, status from overtime.jobs where schedule_id = ${scheduleId} order by seq`;
  const makeDue = () => sql`
    update overtime.job_schedules set next_run_at = now() - interval '3 weeks' where id = ${scheduleId}`;

  await sweepNow();
  expect(await jobs()).toHaveLength(0);
  await makeDue();
  await Promise.all([sweepNow(), sweepNow()]);
  expect(await jobs()).toHaveLength(1);
  await expect.poll(async () => (await jobs())[0]?.['status'], { timeout: 20_000 }).toBe('completed');
  expect(await listed(visitor)).toEqual([
    {
      scheduleId,
      task,
      input,
      cron: '0 9 * * 1',
      timeZone: 'Europe/Berlin',
      nextRunAt,
      lastRunAt: expect.stringMatching(/Z$/),
      lastJobId: (await jobs())[0]?.['id'],
      lastError: null,
      createdAt: expect.stringMatching(/Z$/),
    },
  ]);

  const other = await newVisitor();
  expect(await listed(other)).toEqual([]);
  expect(await other.call('DELETE', `/api/schedules?scheduleId=${scheduleId}`)).toMatchObject({
    status: 404,
    body: { code: 'not_found', detail: expect.stringContaining('schedule') },
  });
  expect(await visitor.call('DELETE', `/api/schedules?scheduleId=${scheduleId}`)).toMatchObject({
    status: 200,
    body: { scheduleId, nextRunAt: null },
  });
  expect(await listed(visitor)).toMatchObject([{ scheduleId, nextRunAt: null }]);
  await sweepNow();
  expect(await jobs()).toHaveLength(1);
});

test('a schedule that cannot start its job says why', async () => {
  const visitor = await newVisitor();
  const { body } = await create<Schedule>(visitor, { task, input: await uploaded(visitor), cron: '@daily' });
  await sql`
    update overtime.job_schedules
    set next_run_at = now() - interval '1 minute', input = '{"fileName": 7}' where id = ${body.scheduleId}`;
  await sweepNow();
  expect(await listed(visitor)).toMatchObject([
    { lastJobId: null, lastError: expect.stringContaining('no longer valid'), nextRunAt: body.nextRunAt },
  ]);
});

test("another user's file cannot be scheduled", async () => {
  const [owner, visitor] = [await newVisitor(), await newVisitor()];
  const input = await uploaded(owner);
  for (const times of [{ cron: '@daily' }, { runAt: '2030-01-01T00:00:00Z' }]) {
    expect(await create(visitor, { task, input, ...times })).toMatchObject({
      status: 422,
      body: { code: 'file_not_found' },
    });
  }
  expect(await listed(visitor)).toEqual([]);
});

test('what cannot be scheduled is answered with the path and the reason', async () => {
  const visitor = await newVisitor();
  const input = await uploaded(visitor);
  const pathOf = async (body: object) => {
    const answer = await create<{ issues?: { path: string }[] }>(visitor, body);
    return [answer.status, answer.body.issues?.[0]?.path];
  };
  expect(await pathOf({ task: 'none', input, cron: '@daily' })).toEqual([422, 'task']);
  expect(await pathOf({ task, input: { ...input, totalPoints: 0 }, cron: '@daily' })).toEqual([
    422,
    'totalPoints',
  ]);
  expect(await pathOf({ task, input })).toEqual([422, 'runAt']);
  expect(await pathOf({ task, input, cron: '@daily', runAt: '2030-01-01T00:00:00Z' })).toEqual([
    422,
    'runAt',
  ]);
  expect(await pathOf({ task, input, runAt: 'tomorrow' })).toEqual([422, 'runAt']);
  expect(await pathOf({ task, input, cron: '* * * * * *' })).toEqual([422, 'cron']);
  expect(await pathOf({ task, input, cron: '0 0 30 2 *' })).toEqual([422, 'cron']);
  expect(await pathOf({ task, input, cron: '@daily', timeZone: 'Mars/Base' })).toEqual([422, 'timeZone']);
  expect((await visitor.call('DELETE', '/api/schedules')).status).toBe(422);
});
