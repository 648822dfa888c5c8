import { expect, test } from 'vitest';
import { ada, engineRig, grace, held, type ClaimAnswer } from './engine-rig.ts';
import { limitsInSql } from '../../support/default-limits.ts';
import { isLong } from '../../support/volume.ts';

const engine = engineRig();
const newcomer = (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;

const manyJobs = isLong ? 1000 : 200;

/** Many jobs of one user in one call. */
const enqueueMany = (more: Readonly<Record<string, string>> = {}) =>
  engine.sql.unsafe(`
    select public.overtime_enqueue_job(
      p_id => 'job-' || n, p_user_id => '${ada}', p_task => 'demo-task', p_input => '{}',
      ${limitsInSql(more)}
    )
    from generate_series(1, ${manyJobs}) as n`);
const complete = (job: ClaimAnswer) => engine.call('overtime_complete_job', { ...held(job), p_result: {} });

/** How many of Ada's waiting jobs are begun before Grace's first, when the slots take one after the other. */
async function begunBefore(running: ClaimAnswer[], end = complete): Promise<number> {
  await engine.enqueue('hers', { p_user_id: grace });
  const slots = [...running];
  const begun = new Set<string>();
  while (begun.size < 100) {
    const ended = slots.shift();
    if (ended) await end(ended);
    const job = await engine.claimed();
    if (job.jobId === 'hers') return begun.size;
    if (!running.some(({ jobId }) => jobId === job.jobId)) begun.add(job.jobId);
    slots.push(job);
  }
  throw new Error("Grace's job did not come within a hundred.");
}
async function claimed(count: number): Promise<ClaimAnswer[]> {
  const jobs: ClaimAnswer[] = [];
  while (jobs.length < count) jobs.push(await engine.claimed());
  return jobs;
}

test.each([1, 20])(
  "a user's many jobs delay another's first by one at the most, on %i slots",
  async (slots) => {
    await enqueueMany();
    expect(await begunBefore(await claimed(slots))).toBeLessThanOrEqual(1);
  },
);

test('the same when nothing has been claimed yet', async () => {
  await enqueueMany();
  expect(await begunBefore([])).toBeLessThanOrEqual(1);
});

test('the same when the many wait for places among themselves', async () => {
  await enqueueMany({ p_user_limit: '3' });
  expect(await begunBefore(await claimed(3))).toBeLessThanOrEqual(1);
});

test('the same when the many become due at one moment', async () => {
  await enqueueMany({ p_run_at: new Date(engine.now() + 60_000).toISOString() });
  await engine.passSeconds(60);
  expect(await begunBefore(await claimed(1))).toBeLessThanOrEqual(1);
});

test('the same when the many pass one lock among themselves', async () => {
  await enqueueMany({ p_lock_key: 'book' });
  const running = await claimed(1);
  // Sets the others aside, a hundred in a call.
  for (let call = 0; call < manyJobs / 100; call += 1) expect(await engine.claim()).toBeNull();
  expect(await begunBefore(running)).toBeLessThanOrEqual(1);
});

test('the same when each of the many fails and is tried again at once', async () => {
  await enqueueMany();
  const fail = (job: ClaimAnswer) =>
    engine.call('overtime_fail_job', { ...held(job), p_error: { code: 'x', message: 'x', retryable: true } });
  expect(await begunBefore(await claimed(1), fail)).toBeLessThanOrEqual(1);
});

test('the same when the many have failed together and are due again together', async () => {
  await enqueueMany({ p_max_attempts: '2' });
  for (let n = 0; n < manyJobs / 4; n += 1) {
    await engine.call('overtime_fail_job', {
      ...held(await engine.claimed()),
      p_error: { code: 'x', message: 'x', retryable: true },
      p_retry_seconds: 60,
    });
  }
  await engine.passSeconds(60);
  expect(await begunBefore(await claimed(1))).toBeLessThanOrEqual(1);
});

test('users with many jobs each are served in turn', async () => {
  for (let n = 1; n <= 3; n += 1) await engine.enqueue(`ada-${n}`);
  for (let n = 1; n <= 3; n += 1) await engine.enqueue(`grace-${n}`, { p_user_id: grace });
  const order = (await claimed(6)).map((job) => job.jobId);
  expect(order).toEqual(['ada-1', 'grace-1', 'ada-2', 'grace-2', 'ada-3', 'grace-3']);
});

test('an endless stream of new users starves nobody', async () => {
  await engine.sql`
    insert into auth.users (id)
    select ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid from generate_series(1000, 1099) as n`;
  let next = 1000;
  const arrive = () => {
    next += 1;
    return engine.enqueue(`new-${next}`, { p_user_id: newcomer(next - 1) });
  };
  for (let n = 0; n < 5; n += 1) await arrive();
  for (const id of ['ada-1', 'ada-2', 'ada-3']) await engine.enqueue(id);
  const order: string[] = [];
  while (!order.includes('ada-3') && order.length < 40) {
    order.push((await engine.claimed()).jobId);
    // One comes for each that goes, so that there is always somebody new.
    await arrive();
  }
  expect(order).toContain('ada-3');
});

test('a priority goes before every turn', async () => {
  await enqueueMany({ p_priority: '1' });
  await engine.enqueue('hers', { p_user_id: grace });
  const jobs = await claimed(5);
  expect(jobs.map((job) => job.userId)).toEqual([ada, ada, ada, ada, ada]);
});

test('a job that was handed over goes on before everybody, and sets no turn back', async () => {
  await enqueueMany();
  const [first] = await claimed(10);
  if (!first) throw new Error('Nothing was claimed.');
  await engine.call('overtime_hand_over_job', { ...held(first), p_max_hand_overs: 5, p_max_seconds: 3600 });
  await engine.enqueue('hers', { p_user_id: grace });
  const [job, hers] = [await engine.row('job-11'), await engine.row('hers')];
  expect(Number(hers['turn'])).toBeGreaterThanOrEqual(Number(job['turn']));
  expect((await engine.claimed()).jobId).toBe(first.jobId);
});
