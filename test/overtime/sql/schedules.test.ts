import { expect, test } from 'vitest';
import { ada, engineRig, grace, refusal } from './engine-rig.ts';

const engine = engineRig();
interface Due {
  readonly id: string;
  readonly dueAt: string;
}
const inSeconds = (seconds: number) => new Date(engine.now() + seconds * 1000);
const save = (id: string, seconds: number, more: object = {}) =>
  engine.call('overtime_save_schedule', {
    p_id: id,
    p_user_id: ada,
    p_task: 'demo-task',
    p_input: { topic: 'the week' },
    p_cron: '0 9 * * 1',
    p_time_zone: 'Europe/Berlin',
    p_next_run_at: inSeconds(seconds),
    ...more,
  });
const due = (limit = 10) => engine.call<Due[]>('overtime_due_schedules', { p_limit: limit });
const move = (schedule: Due, seconds: number, more: object = {}) =>
  engine.call<boolean>('overtime_move_schedule', {
    p_id: schedule.id,
    p_due_at: schedule.dueAt,
    p_next_run_at: inSeconds(seconds),
    ...more,
  });
async function firstDue(): Promise<Due> {
  const [schedule] = await due();
  if (!schedule) throw new Error('Nothing was due.');
  return schedule;
}

test('a schedule is due from its time on, with all that its job needs', async () => {
  await save('weekly', 60, { p_tenant_id: grace, p_file_bytes: 12, p_file_sha256: 'ab' });
  expect(await due()).toEqual([]);
  await engine.passSeconds(60);
  expect(await due()).toEqual([
    {
      id: 'weekly',
      userId: ada,
      tenantId: grace,
      task: 'demo-task',
      input: { topic: 'the week' },
      fileBytes: 12,
      fileSha256: 'ab',
      cron: '0 9 * * 1',
      timeZone: 'Europe/Berlin',
      dueAt: expect.any(String),
      foundAt: expect.any(String),
    },
  ]);
});

test('those due longest come first, within the limit', async () => {
  await save('second', 20);
  await save('first', 10);
  await save('third', 30);
  await engine.passSeconds(60);
  expect((await due(2)).map(({ id }) => id)).toEqual(['first', 'second']);
});

test('a schedule that was moved is due at its next time, and remembers what it ran', async () => {
  await save('weekly', 10);
  await engine.passSeconds(10);
  expect(await move(await firstDue(), 3600, { p_job_id: 'one' })).toBe(true);
  expect(await due()).toEqual([]);
  const [row] = await engine.sql`select last_run_at, last_job_id, last_error from overtime.job_schedules`;
  expect(row).toEqual({ last_run_at: new Date(engine.now()), last_job_id: 'one', last_error: null });
  await engine.passSeconds(3600);
  expect(await due()).toHaveLength(1);
});

test('a time that was missed many times over is due once', async () => {
  await save('weekly', 10);
  await engine.passSeconds(30 * 86_400);
  expect(await due()).toHaveLength(1);
  await move(await firstDue(), 3600);
  expect(await due()).toEqual([]);
});

test('two sweeps that find the same schedule due make one job, and one of them moves it', async () => {
  await save('weekly', 10);
  await engine.passSeconds(10);
  const schedule = await firstDue();
  const key = { p_idempotency_key: `${schedule.id} ${schedule.dueAt}`, p_schedule_id: schedule.id };
  expect(await engine.enqueue('one', key)).toMatchObject({ jobId: 'one', created: true });
  expect(await engine.enqueue('two', key)).toMatchObject({ jobId: 'one', created: false });
  expect(await move(schedule, 3600, { p_job_id: 'one' })).toBe(true);
  expect(await move(schedule, 7200, { p_job_id: 'one' })).toBe(false);
  const [row] = await engine.sql`select next_run_at from overtime.job_schedules`;
  expect(row?.['next_run_at']).toEqual(inSeconds(3600));
  expect(await engine.row('one')).toMatchObject({ schedule_id: 'weekly' });
});

test('one that dies before it moved the schedule has skipped nothing', async () => {
  await save('weekly', 10);
  await engine.passSeconds(10);
  await firstDue();
  expect(await due()).toHaveLength(1);
});

test('a run that could not start says why, and the last job stays known', async () => {
  await save('weekly', 10);
  await engine.passSeconds(10);
  await move(await firstDue(), 10, { p_job_id: 'one' });
  await engine.passSeconds(10);
  await move(await firstDue(), 10, { p_error: 'The budget is spent.' });
  const [row] = await engine.sql`select last_job_id, last_error from overtime.job_schedules`;
  expect(row).toEqual({ last_job_id: 'one', last_error: 'The budget is spent.' });
});

test('a schedule that is switched off is never due, even when a sweep has it in hand', async () => {
  await save('weekly', 10);
  await engine.passSeconds(10);
  const schedule = await firstDue();
  await engine.call('overtime_stop_schedule', { p_id: 'weekly', p_user_id: ada });
  expect(await move(schedule, 10)).toBe(false);
  await engine.passSeconds(10);
  expect(await due()).toEqual([]);
});

test("another user's schedule and an unknown one cannot be switched off", async () => {
  await save('weekly', 10);
  const stop = (id: string, user: string) =>
    engine.call('overtime_stop_schedule', { p_id: id, p_user_id: user });
  expect(await refusal(stop('weekly', grace))).toBe('OT004');
  expect(await refusal(stop('none', ada))).toBe('OT004');
  await engine.passSeconds(10);
  expect(await due()).toHaveLength(1);
});

test('a user has as many schedules at once as the limit says, also when all are saved at the same moment', async () => {
  await save('one', 60, { p_limit: 3 });
  const saved = await Promise.all(
    Array.from({ length: 10 }, (_, n) =>
      refusal(
        engine.callOn(engine.connect(), 'overtime_save_schedule', {
          p_id: `schedule-${n}`,
          p_user_id: ada,
          p_task: 'demo-task',
          p_input: {},
          p_cron: '0 9 * * 1',
          p_time_zone: 'UTC',
          p_next_run_at: inSeconds(60),
          p_limit: 3,
        }),
      ),
    ),
  );
  expect(saved.filter((code) => code === undefined)).toHaveLength(2);
  expect(saved.filter((code) => code === 'OT010')).toHaveLength(8);
  await engine.call('overtime_stop_schedule', { p_id: 'one', p_user_id: ada });
  await save('another', 60, { p_limit: 3 });
});

test('a user reads their own schedules and writes none', async () => {
  await save('weekly', 10);
  const seen = (user: string) =>
    engine.as(user, (sql) => sql`select id from overtime.job_schedules`.then((rows) => rows.length));
  expect([await seen(ada), await seen(grace)]).toEqual([1, 0]);
  const move_ = engine.as(ada, (sql) => sql`update overtime.job_schedules set next_run_at = now()`);
  expect(await refusal(move_)).toBe('42501');
});

test('a schedule that has stopped stays for 30 days, by whatever it stopped, and one that runs for ever', async () => {
  const left = async () => {
    await engine.call('overtime_sweep_jobs', { p_limit: 10 });
    return [...(await engine.sql`select id from overtime.job_schedules order by id`)].map(
      ({ id }) => id as string,
    );
  };
  const stop = (id: string) => engine.call('overtime_stop_schedule', { p_id: id, p_user_id: ada });
  await save('running', 90 * 86_400);
  await save('spent', 10);
  await save('stopped', 60);
  await engine.passSeconds(10);
  // It has no further time.
  await move(await firstDue(), 0, { p_next_run_at: null });
  await stop('stopped');
  await engine.passSeconds(30 * 86_400 - 1);
  // Stopped twice is stopped at the first.
  await stop('stopped');
  expect(await left()).toEqual(['running', 'spent', 'stopped']);
  await engine.passSeconds(1);
  expect(await left()).toEqual(['running']);
  await engine.passSeconds(365 * 86_400);
  expect(await left()).toEqual(['running']);
});
