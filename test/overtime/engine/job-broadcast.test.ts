import { expect, test } from 'vitest';
import { broadcastJob, type AttemptMessage } from '../../../src/overtime/engine/job-broadcast.ts';
import { runAttempt } from '../../../src/overtime/engine/run-attempt.ts';
import { applyChanges } from '../../../src/overtime/changes.ts';
import { manualClock } from '../../../src/overtime/testing/manual-clock.ts';
import { attemptRig } from './attempt-rig.ts';

const rig = attemptRig();

/** An attempt of a job whose watchers are told; `accepts` is what the service answers. */
async function told(accepts: () => boolean = () => true) {
  const sent: AttemptMessage[] = [];
  await rig.database.enqueue('one');
  const job = { ...(await rig.claimed()), hasChannel: true };
  const environment = {
    ...rig.environment,
    broadcast: async (_jobId: string, message: AttemptMessage) => {
      if (accepts()) sent.push(message);
      return accepts();
    },
  };
  let begin: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  let write: (text: string) => void = () => undefined;
  let end: () => void = () => undefined;
  const task = rig.task(async ({ stage, partial }) => {
    await stage('outline', async () => 'an outline');
    return stage('story', async () => {
      let story = '';
      write = (text) => partial({ story: (story += text) });
      await new Promise<void>((resolve) => {
        end = resolve;
        begin();
      });
      return { story };
    });
  });
  const attempt = runAttempt(task, job, environment, rig.limits(), () => false);
  await begun;
  return { sent, job, attempt, write: (text: string) => write(text), end: () => end() };
}

const version = async () => (await rig.database.row('one')).version;
/** What a watcher shows after each of these messages. */
const partialsOf = (messages: readonly AttemptMessage[]) => {
  let row: unknown = { partial: null };
  return messages.map(({ changes, ahead }) => {
    row = applyChanges(row, changes);
    return (applyChanges(row, ahead.changes) as { partial: { story: string } | null }).partial;
  });
};
const partialOf = (messages: readonly AttemptMessage[]) => partialsOf(messages).at(-1);

test('watchers are told what has changed since the version of the row, twice a second at most', async () => {
  const { sent, write, end, attempt } = await told();
  write('Once');
  write(' upon');
  await rig.pass(1);
  await expect.poll(() => rig.database.sql`select from overtime.job_partials`).toHaveLength(1);
  await rig.pass(0.5);
  await rig.pass(0.5);
  const saved = await version();
  expect(sent.every(({ since, version: to }) => since <= to && to <= saved)).toBe(true);
  expect(partialOf(sent)).toEqual({ story: 'Once upon' });
  const before = sent.length;
  await rig.pass(0.5);
  // Nothing is new.
  expect(sent).toHaveLength(before);
  write(' a time');
  await rig.pass(0.5);
  expect(sent.length - before).toBe(1);
  expect(partialOf(sent)).toEqual({ story: 'Once upon a time' });
  end();
  await attempt;
});

test('a row that is saved without what is shown takes nothing away', async () => {
  const sent: AttemptMessage[] = [];
  const clock = manualClock();
  const start = { progress: 0, stage: null, message: null, partial: null, stages: new Map() };
  let shown = { ...start, partial: { story: 'Once upon' } as unknown };
  const send = async (_jobId: string, message: AttemptMessage) => sent.push(message) > 0;
  const broadcast = broadcastJob(send, 'one', clock, 1, start);
  const stopped = new AbortController();
  const telling = broadcast.until(stopped.signal, () => shown);
  await clock.advance(500);
  // A stage was saved.
  broadcast.written(2, { ...start, progress: 50 });
  await clock.advance(500);
  await clock.advance(500);
  shown = { ...shown, partial: { story: 'Once upon a time' } };
  await clock.advance(500);
  stopped.abort();
  await telling;
  expect(sent.map(({ since, version: to }) => [since, to])).toEqual([
    [1, 1],
    [1, 2],
    [2, 2],
  ]);
  expect(partialsOf(sent).map((partial) => partial?.story)).toEqual([
    'Once upon',
    'Once upon',
    'Once upon a time',
  ]);
});

test('the row is flushed each five seconds, and who knows its version goes on from there', async () => {
  const { sent, write, end, attempt } = await told();
  const before = await version();
  for (let tick = 0; tick < 24; tick += 1) {
    write('a');
    await rig.pass(0.5);
  }
  expect(await version()).toBeLessThanOrEqual(before + 3);
  const steps = sent.filter(({ since, version: to }) => to > since);
  const last = sent.at(-1);
  expect(steps.at(-1)?.version).toBe(last?.since);
  // Only what the row lacks.
  expect(JSON.stringify(last?.ahead.changes)).toMatch(/"a{1,12}",true/);
  // What was shown stays, also where the row has become less than that.
  const lengths = partialsOf(sent).map((partial) => partial?.story.length ?? 0);
  expect(lengths).toEqual(lengths.toSorted((one, other) => one - other));
  end();
  await attempt;
});

test('the first text is in the row after a second, for a job that is cancelled then', async () => {
  const { write, end, attempt } = await told();
  write('Once');
  await rig.pass(1);
  await expect
    .poll(() => rig.database.sql`select partial from overtime.job_partials`)
    .toMatchObject([{ partial: { story: 'Once' } }]);
  end();
  await attempt;
});

test('what the service refused is in the next message', async () => {
  let open = false;
  const { sent, write, end, attempt } = await told(() => open);
  write('Once');
  await rig.pass(0.5);
  expect(sent).toEqual([]);
  open = true;
  write(' upon');
  await rig.pass(0.5);
  await rig.pass(0.5);
  expect(partialOf(sent)).toEqual({ story: 'Once upon' });
  end();
  await attempt;
});

test('a worker that may have lost its lease says nothing', async () => {
  const { sent, write, end, attempt } = await told();
  // Its heartbeats find no database.
  await rig.database.sql`alter table overtime.jobs rename to jobs_away`;
  try {
    await rig.pass(28);
    const before = sent.length;
    write('from the dead');
    await rig.pass(0.5);
    await rig.pass(0.5);
    expect(sent).toHaveLength(before);
  } finally {
    await rig.database.sql`alter table overtime.jobs_away rename to jobs`;
  }
  end();
  await attempt;
});
