import { expect, test, vi } from 'vitest';
import type { Policy } from '../../../src/overtime/contract.ts';
import { workUntilIdle, type SlotReport } from '../../../src/overtime/engine/worker-slot.ts';
import { HandOver, TaskError } from '../../../src/overtime/errors.ts';
import type { CallUsage } from '../../../src/overtime/task.ts';
import { ada, usage } from '../sql/engine-rig.ts';
import { attemptRig, type StoryRun } from './attempt-rig.ts';

const rig = attemptRig();
/** Six seconds: stages begin in the first five of them. */
const environment = { ...rig.environment, env: { OVERTIME_SLOT_SECONDS: '6' } };

const invoke = (run: StoryRun, policy: Partial<Policy> = {}): Promise<SlotReport> =>
  workUntilIdle(rig.task(run, policy), environment, crypto.randomUUID(), () => undefined);

/** One invocation after the other, as each dispatches the next; returns how many had the job. */
async function invokeUntilDone(run: StoryRun, policy: Partial<Policy> = {}): Promise<number> {
  for (let invocations = 1; invocations <= 50; invocations += 1) {
    if ((await invoke(run, policy)).attempts === 0) return invocations - 1;
  }
  throw new Error('The job does not come to its end.');
}

/** A story of numbered chapters that take so many seconds each; `runs` counts each chapter's. */
function chapters(count: number, seconds: number) {
  const runs = Array<number>(count).fill(0);
  const run: StoryRun = async (context) => {
    const parts = await context.stageItems('story', [...runs.keys()], 1, async (_, __, index) => {
      runs[index] = (runs[index] ?? 0) + 1;
      context.recordUsage(usage(`chapter-${index}`) as CallUsage);
      await rig.pass(seconds);
      return `${index + 1}`;
    });
    return { story: parts.join(' ') };
  };
  return { run, runs };
}

test('a job runs through many invocations, each stage once, and spends no attempt', async () => {
  await rig.database.enqueue('one', { p_max_attempts: 1 });
  const { run, runs } = chapters(8, 1.8);
  // Three chapters to an invocation: at 0, 1.8 and 3.6 seconds.
  expect(await invokeUntilDone(run)).toBe(3);
  expect(runs).toEqual([1, 1, 1, 1, 1, 1, 1, 1]);
  expect(await rig.database.row('one')).toMatchObject({
    status: 'completed',
    result: { story: '1 2 3 4 5 6 7 8' },
    attempt: 1,
    hand_over_count: 2,
    cost_usd: '2.000000',
  });
  const ends = await rig.database.sql`select outcome, attempt from overtime.job_attempts`;
  expect([...ends]).toEqual([1, 2].map(() => ({ outcome: 'handed over', attempt: 1 })));
});

test('a job that is handed over more often than it may has run too long', async () => {
  await rig.database.enqueue('one');
  const { run, runs } = chapters(100, 1.8);
  expect(await invokeUntilDone(run, { maxHandOvers: 2 })).toBe(3);
  expect(runs.filter((count) => count > 0)).toHaveLength(9);
  expect(await rig.database.row('one')).toMatchObject({
    status: 'failed',
    hand_over_count: 2,
    error: { code: 'ran_too_long', retryable: false },
  });
});

test('a job that takes longer than it may, with the waits between its invocations, has run too long', async () => {
  await rig.database.enqueue('one');
  const { run } = chapters(100, 1.8);
  expect((await invoke(run, { maxHours: 1 })).unfinished).toBe(true);
  await rig.pass(3600);
  await invoke(run, { maxHours: 1 });
  expect(await rig.database.row('one')).toMatchObject({ status: 'failed', error: { code: 'ran_too_long' } });
});

test('work that is not done at the end of the slot is aborted, handed over and begun again', async () => {
  await rig.database.enqueue('one', { p_max_attempts: 1 });
  let aborted: unknown;
  let runs = 0;
  const run: StoryRun = (context) =>
    context.stage('story', () => {
      runs += 1;
      if (runs === 2) return Promise.resolve({ story: 'at last' });
      return new Promise((_, reject) => {
        context.signal.addEventListener('abort', () => {
          aborted = context.signal.reason;
          context.recordUsage(usage('cut-off', { outcome: 'aborted' }) as CallUsage);
          reject(new Error('The stream was closed.'));
        });
      });
    });
  const slot = invoke(run);
  await rig.clock.untilAsleep(2);
  await rig.pass(6);
  expect(await slot).toMatchObject({ attempts: 1, unfinished: true });
  expect(aborted).toBeInstanceOf(HandOver);
  expect(await rig.database.row('one')).toMatchObject({
    status: 'pending',
    waits_for: null,
    attempt: 0,
    hand_over_count: 1,
    cost_usd: '0.250000',
  });
  expect((await invoke(run)).unfinished).toBe(false);
  expect(await rig.database.row('one')).toMatchObject({ status: 'completed', result: { story: 'at last' } });
});

test('work that does not listen to the abort is left behind, and may save nothing any more', async () => {
  await rig.database.enqueue('one');
  const deaf = Promise.withResolvers<{ story: string }>();
  const slot = invoke((context) => context.stage('story', () => deaf.promise));
  await rig.clock.untilAsleep(2);
  await rig.pass(6);
  expect(await slot).toMatchObject({ unfinished: true });
  const before = await rig.database.row('one');
  deaf.resolve({ story: 'too late' });
  await rig.clock.advance(0);
  expect(await rig.database.row('one')).toEqual(before);
  expect(await rig.database.sql`select from overtime.job_stages where status = 'completed'`).toHaveLength(0);
});

test('a task that catches what its stages throw is handed over all the same', async () => {
  for (const caught of ['swallowed', 'thrown in other words']) {
    await rig.database.enqueue(caught);
    const stopped = await invoke(async (context) => {
      await context.stage('outline', () => rig.pass(5));
      try {
        return await context.stage('story', () => Promise.resolve({ story: 'whole' }));
      } catch {
        if (caught === 'swallowed') return { story: 'half' };
        throw new TaskError('no_story', 'The story could not be written.');
      }
    });
    expect(stopped.unfinished, caught).toBe(true);
    expect(await rig.database.row(caught), caught).toMatchObject({ status: 'pending', hand_over_count: 1 });
    await rig.database.sql`delete from overtime.jobs`;
  }
});

test('items run two at once at the most, and each is saved as it ends', async () => {
  await rig.database.enqueue('one');
  let atOnce = 0;
  let most = 0;
  const saved: number[] = [];
  await invoke(async (context) => {
    const parts = await context.stageItems('story', ['a', 'b', 'c', 'd', 'e'], 2, async (name) => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      const rows = await rig.database.sql`select from overtime.job_stages where status = 'completed'`;
      saved.push(rows.length);
      atOnce -= 1;
      return name.toUpperCase();
    });
    return { story: parts.join('') };
  });
  expect(most).toBe(2);
  // What each found saved when it ran: the first two nothing, the last at least three of the others.
  expect(saved.slice(0, 2)).toEqual([0, 0]);
  expect(saved.at(-1)).toBeGreaterThanOrEqual(3);
  expect((await rig.database.row('one'))['result']).toEqual({ story: 'ABCDE' });
  const items = await rig.database.sql`select item, output from overtime.job_stages order by item`;
  expect([...items]).toEqual(['A', 'B', 'C', 'D', 'E'].map((output, index) => ({ item: index + 1, output })));
});

test('when an item fails, those at work are saved, and the next attempt runs the missing ones alone', async () => {
  await rig.database.enqueue('one');
  const ran: string[] = [];
  const slow = Promise.withResolvers<void>();
  const run: StoryRun = async (context) => {
    const parts = await context.stageItems('story', ['a', 'b', 'c', 'd'], 2, async (name) => {
      ran.push(`${name}${context.attempt}`);
      if (name === 'a' && context.attempt === 1) await slow.promise;
      if (name === 'b' && context.attempt === 1) {
        slow.resolve();
        throw new TaskError('no_b', 'There is no b.', { retryable: true });
      }
      return name;
    });
    return { story: parts.join('') };
  };
  const slot = invoke(run);
  await vi.waitFor(async () => expect((await rig.database.row('one')).attempt).toBe(1));
  await vi.waitFor(async () => expect((await rig.database.row('one')).status).toBe('pending'));
  // The slot waits for the retry.
  await rig.clock.untilAsleep(1);
  await rig.pass(2);
  await slot;
  expect(ran).toEqual(['a1', 'b1', 'b2', 'c2', 'd2']);
  expect(await rig.database.row('one')).toMatchObject({
    status: 'completed',
    attempt: 2,
    result: { story: 'abcd' },
  });
});

test('a skipped stage shows its reason, and is skipped once, however many invocations come to it', async () => {
  await rig.database.enqueue('one');
  const run: StoryRun = async (context) => {
    await context.skipStage('outline', 'The topic is short.');
    if ((await rig.database.row('one'))['hand_over_count'] === 0) await rig.pass(5);
    return context.stage('story', () => Promise.resolve({ story: 'short' }));
  };
  const shown = () =>
    rig.database.as(ada, async (user) => {
      const [row] = await user<
        { stages: unknown[] }[]
      >`select public.overtime_get_job('one') -> 'stages' as stages`;
      return row?.stages[0];
    });
  await invoke(run);
  const skipped = await shown();
  expect(skipped).toMatchObject({ name: 'outline', status: 'skipped', reason: 'The topic is short.' });
  await invoke(run);
  expect(await rig.database.row('one')).toMatchObject({ status: 'completed', hand_over_count: 1 });
  expect(await rig.database.sql`select from overtime.job_stages`).toHaveLength(2);
  expect(await shown()).toEqual(skipped);
});

test('work that writes and never gets a stage done ends after three invocations, not after twenty', async () => {
  await rig.database.enqueue('one');
  let runs = 0;
  const dribble: StoryRun = (context) =>
    context.stage('story', async (stage) => {
      runs += 1;
      for (let written = 1; ; written += 1) {
        stage.progress(written / 1000);
        context.partial({ story: 'x'.repeat(written) });
        await rig.clock.sleep(1000, context.signal);
      }
    });
  for (let invocation = 0; invocation < 5; invocation += 1) {
    const slot = { ended: false };
    const ending = invoke(dribble).finally(() => (slot.ended = true));
    while (!slot.ended) await rig.pass(1);
    if ((await ending).attempts === 0) break;
  }
  expect(runs).toBe(3);
  expect(await rig.database.row('one')).toMatchObject({
    status: 'failed',
    error: { code: 'ran_too_long', retryable: false },
  });
});
