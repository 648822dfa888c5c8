import { expect, test, vi } from 'vitest';
import { runAttempt } from '../../../src/overtime/engine/run-attempt.ts';
import { TaskError } from '../../../src/overtime/errors.ts';
import { attemptRig, type StoryRun } from './attempt-rig.ts';

const rig = attemptRig();
const run = async (story: StoryRun) =>
  runAttempt(rig.task(story), await rig.claimed(), rig.environment, rig.limits(), () => false);

const savedItems = async () => {
  const rows = await rig.database.sql<{ item: number; status: string; output: string; attempt: number }[]>`
    select item, status, output, attempt from overtime.job_stages where name = 'story' order by item`;
  return rows.map(({ item, status, output, attempt }) => [item, status, output, attempt]);
};

/** Tells a story of three lines; the first attempt breaks off after so many. */
function storyThatBreaksOff(after: number, earlierItems: (readonly string[])[]): StoryRun {
  return async (context) => {
    const lines = await context.stageStream<string>('story', 3, async (earlier, save) => {
      earlierItems.push(earlier);
      for (let number = earlier.length + 1; number <= 3; number += 1) {
        if (context.attempt === 1 && number > after) {
          throw new TaskError('broke_off', 'It broke off.', { retryable: true });
        }
        save(`line ${number} of attempt ${context.attempt}`);
      }
    });
    return { story: lines.join(', ') };
  };
}

test('what a stream gave before it broke is kept, and a later attempt makes the rest alone', async () => {
  await rig.database.enqueue('one');
  const earlierItems: (readonly string[])[] = [];
  expect(await run(storyThatBreaksOff(2, earlierItems))).toMatchObject({ kind: 'retrying' });
  expect((await savedItems()).slice(0, 2)).toEqual([
    [1, 'completed', 'line 1 of attempt 1', 1],
    [2, 'completed', 'line 2 of attempt 1', 1],
  ]);

  await rig.pass(60);
  expect(await run(storyThatBreaksOff(2, earlierItems))).toMatchObject({ kind: 'completed' });
  expect(earlierItems).toEqual([[], ['line 1 of attempt 1', 'line 2 of attempt 1']]);
  expect(await rig.database.row('one')).toMatchObject({
    result: { story: 'line 1 of attempt 1, line 2 of attempt 1, line 3 of attempt 2' },
  });
  expect(await savedItems()).toHaveLength(3);
});

test('items that are all there are not made again', async () => {
  await rig.database.enqueue('one');
  const earlierItems: (readonly string[])[] = [];
  const whole = storyThatBreaksOff(3, earlierItems);
  const failsAfterwards: StoryRun = async (context) => {
    const made = await whole(context);
    if (context.attempt === 1) throw new TaskError('later', 'Something else.', { retryable: true });
    return made;
  };
  await run(failsAfterwards);
  await rig.pass(60);
  expect(await run(failsAfterwards)).toMatchObject({ kind: 'completed' });
  expect(earlierItems).toHaveLength(1);
});

test('each item that comes moves the job on, and is saved before the next one has come', async () => {
  await rig.database.enqueue('one');
  let goOn = () => {};
  const waiting = new Promise<void>((resolve) => (goOn = resolve));
  const attempt = run(async (context) => {
    const lines = await context.stageStream<string>('story', 3, async (_, save, stage) => {
      save('first');
      stage.progress(0.5, 'The second line');
      await waiting;
      save('second');
      save('third');
    });
    return { story: lines.join(' ') };
  });
  await vi.waitFor(async () => expect(await savedItems()).toEqual([[1, 'completed', 'first', 1]]));
  await vi.waitFor(() => expect(rig.clock.sleepers).toBe(2));
  await rig.pass(1);
  await vi.waitFor(async () => {
    // A third of the story, which is three quarters of the job, and half of another third.
    expect(await rig.database.row('one')).toMatchObject({ progress: 37, message: 'The second line' });
  });
  goOn();
  expect(await attempt).toMatchObject({ kind: 'completed' });
  expect(await rig.database.row('one')).toMatchObject({ result: { story: 'first second third' } });
});

test('an item that can no longer be saved ends the attempt, whatever the stream went on to give', async () => {
  await rig.database.enqueue('one');
  const outcome = await run(async (context) => {
    await rig.database.sql`update overtime.jobs set lease_id = gen_random_uuid() where id = 'one'`;
    const lines = await context.stageStream<string>('story', 2, async (_, save) => {
      save('first');
      save('second');
    });
    return { story: lines.join(' ') };
  });
  expect(outcome).toEqual({ kind: 'lost' });
  expect(await savedItems()).toEqual([]);
});
