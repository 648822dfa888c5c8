import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Policy } from '../../../src/overtime/contract.ts';
import type { Maintenance } from '../../../src/overtime/engine/maintenance.ts';
import { startSchedules } from '../../../src/overtime/functions/start-schedules.ts';
import { extractRubric } from '../../../src/tasks/extract-rubric/contract.ts';
import { attemptRig, storyContract } from '../engine/attempt-rig.ts';
import { ada, grace, refusal } from '../sql/engine-rig.ts';

const { database, engine, maintenance } = attemptRig();
beforeEach(async () => {
  await database.sql`truncate overtime.job_schedules`;
});

afterEach(() => {
  vi.useRealTimers();
});

const hourly = (more: Partial<Parameters<Maintenance['saveSchedule']>[0]> = {}) =>
  maintenance.saveSchedule({
    id: 'hourly',
    userId: ada,
    tenantId: null,
    task: 'demo-task',
    input: { topic: 'tides' },
    fileBytes: null,
    fileSha256: null,
    cron: '0 * * * *',
    timeZone: 'UTC',
    nextRunAt: '2026-11-22T13:00:00Z',
    ...more,
  });
const sweep = (policy: Partial<Policy> = {}, as: Maintenance = maintenance) =>
  startSchedules([storyContract(policy)], engine, as);
const jobs = () => database.sql`select id, schedule_id, input from overtime.jobs order by seq`;
const row = async (id = 'hourly') =>
  (await database.sql`select * from overtime.job_schedules where id = ${id}`)[0] ?? {};

test('a schedule starts nothing before its time, and one job at it', async () => {
  await hourly();
  await database.passSeconds(3599);
  expect(await sweep()).toEqual([]);
  await database.passSeconds(1);
  const started = await sweep();
  const [job] = await jobs();
  expect(started).toEqual([{ task: 'demo-task', jobId: job?.['id'] }]);
  expect(job).toMatchObject({ schedule_id: 'hourly', input: { topic: 'tides' } });
  expect(await row()).toMatchObject({
    next_run_at: new Date('2026-11-22T14:00:00Z'),
    last_run_at: new Date('2026-11-22T13:00:00Z'),
    last_job_id: job?.['id'],
    last_error: null,
  });
  expect(await sweep()).toEqual([]);
  await database.passSeconds(3600);
  expect(await sweep()).toHaveLength(1);
});

test('times that were missed are made up for once', async () => {
  await hourly();
  await database.passSeconds(5.5 * 3600);
  expect(await sweep()).toHaveLength(1);
  expect(await sweep()).toEqual([]);
  expect(await jobs()).toHaveLength(1);
  expect(await row()).toMatchObject({ next_run_at: new Date('2026-11-22T18:00:00Z') });
});

test('two sweeps at once, and one that died before it moved the schedule on, make one job', async () => {
  await hourly();
  await database.passSeconds(3600);
  const due = await maintenance.dueSchedules(10);
  const late: Maintenance = { ...maintenance, dueSchedules: () => Promise.resolve(due) };
  const dead: Maintenance = { ...maintenance, moveSchedule: () => Promise.reject(new Error('killed')) };
  expect(await sweep({}, dead)).toEqual([]);
  const first = await sweep();
  const second = await sweep({}, late);
  expect(second).toEqual(first);
  expect(await jobs()).toHaveLength(1);
  expect(await row()).toMatchObject({ next_run_at: new Date('2026-11-22T14:00:00Z') });
});

test('a job that its limits refuse is noted, and the schedule goes on', async () => {
  await hourly();
  await database.enqueue('by hand');
  await database.passSeconds(3600);
  expect(await sweep({ rate: { jobs: 1, seconds: 7200 } })).toEqual([]);
  expect(await row()).toMatchObject({
    next_run_at: new Date('2026-11-22T14:00:00Z'),
    last_job_id: null,
    last_error: expect.stringContaining('You have reached the limit of 1 demo-task job in 2 hours.'),
  });
  await database.passSeconds(3600);
  expect(await sweep({ rate: { jobs: 1, seconds: 7200 } })).toHaveLength(1);
  expect(await row()).toMatchObject({ last_error: null });
});

test.for([
  { what: 'whose task is no more', more: { task: 'former-task' }, says: 'former-task' },
  { what: 'whose input no longer fits', more: { input: { topic: 7 } }, says: 'no longer valid' },
])('a schedule $what says so and goes on', async ({ more, says }) => {
  await hourly(more);
  await database.passSeconds(3600);
  expect(await sweep()).toEqual([]);
  expect(await row()).toMatchObject({
    next_run_at: new Date('2026-11-22T14:00:00Z'),
    last_error: expect.stringContaining(says),
  });
});

test('a schedule whose time zone is no more is switched off, and keeps none of the others', async () => {
  await hourly({ id: 'nowhere', timeZone: 'Mars/Base', nextRunAt: '2026-11-22T12:30:00Z' });
  await hourly();
  await database.passSeconds(3600);
  expect(await sweep()).toHaveLength(1);
  expect(await row('nowhere')).toMatchObject({
    next_run_at: null,
    last_error: expect.stringContaining('timeZone'),
  });
});

test('a database that does not answer leaves a schedule due, and keeps none of the others', async () => {
  await hourly({ id: 'unlucky', nextRunAt: '2026-11-22T12:30:00Z' });
  await hourly();
  await database.passSeconds(3600);
  const failing: typeof engine = {
    ...engine,
    enqueue: (job) =>
      job.scheduleId === 'unlucky' ? Promise.reject(new Error('lost')) : engine.enqueue(job),
  };
  const started = await startSchedules([storyContract()], failing, maintenance);
  expect(started).toHaveLength(1);
  expect(await row('unlucky')).toMatchObject({ next_run_at: new Date('2026-11-22T12:30:00Z') });
  expect(await sweep()).toHaveLength(1);
});

test('a disabled schedule starts nothing; only its user can disable it', async () => {
  await hourly();
  const stop = (userId: string) =>
    refusal(database.call('overtime_stop_schedule', { p_id: 'hourly', p_user_id: userId }));
  expect(await stop('00000000-0000-4000-8000-00000000000b')).toBe('OT004');
  expect(await stop(ada)).toBeUndefined();
  await database.passSeconds(7200);
  expect(await sweep()).toEqual([]);
});

test('a user has so many schedules and no more, not counting those switched off', async () => {
  const save = (id: string) =>
    refusal(
      database.call('overtime_save_schedule', {
        p_id: id,
        p_user_id: ada,
        p_task: 'demo-task',
        p_input: {},
        p_cron: '0 * * * *',
        p_time_zone: 'UTC',
        p_next_run_at: '2026-11-22T13:00:00Z',
        p_limit: 2,
      }),
    );
  expect([await save('a'), await save('b'), await save('c')]).toEqual([undefined, undefined, 'OT010']);
  await maintenance.stopSchedule('a', ada);
  expect(await save('c')).toBeUndefined();
});

const ofFile = (filePath: string) =>
  hourly({
    task: 'extract-rubric',
    input: { filePath, fileName: 'r.pdf', fileType: 'application/pdf' },
    fileBytes: 12,
    fileSha256: 'ab',
  });
const sweepFiles = () => startSchedules([extractRubric], engine, maintenance);

test('a job of a schedule is of the file that was checked when the schedule was made', async () => {
  await ofFile(`${ada}/in/r.pdf`);
  await database.passSeconds(3600);
  expect(await sweepFiles()).toHaveLength(1);
  const [job] = await database.sql`select file_path, file_bytes, file_sha256 from overtime.jobs`;
  expect(job).toEqual({ file_path: `${ada}/in/r.pdf`, file_bytes: '12', file_sha256: 'ab' });
});

test.for([`${grace}/in/r.pdf`, `${ada}/%2e%2e/r.pdf`, `${ada}\\..\\r.pdf`])(
  "a schedule of a file that is not in its user's folder makes no job, and says so: %s",
  async (filePath) => {
    await ofFile(filePath);
    await database.passSeconds(3600);
    expect(await sweepFiles()).toEqual([]);
    expect(await jobs()).toHaveLength(0);
    expect((await row())['last_error']).toMatch(/folder|no longer valid/);
  },
);

test.for([
  { what: '70 s ahead of', skewSeconds: 70 },
  { what: '70 s behind', skewSeconds: -70 },
])(
  "a minutely schedule runs each minute where the functions' clock is $what the database's",
  async ({ skewSeconds }) => {
    await hourly({ cron: '* * * * *', nextRunAt: '2026-11-22T12:01:00Z' });
    for (let minute = 1; minute <= 10; minute += 1) {
      await database.passSeconds(60);
      vi.useFakeTimers({ toFake: ['Date'], now: database.now() + skewSeconds * 1000 });
      await startSchedules([storyContract()], engine, maintenance);
      // A second sweep in the same minute finds nothing.
      await startSchedules([storyContract()], engine, maintenance);
    }
    expect(await jobs()).toHaveLength(10);
  },
);
