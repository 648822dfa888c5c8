import { expect, test } from 'vitest';
import { ada, engineRig, grace, held, usage } from './engine-rig.ts';

const engine = engineRig();
const read = (id: string, user = ada) =>
  engine.as(user, async (sql) => {
    const [row] = await sql<
      { job: Record<string, unknown> | null }[]
    >`select public.overtime_get_job(${id}) as job`;
    return row?.job ?? null;
  });

test('a job is read with its stages, partial output and performance in one answer', async () => {
  await engine.enqueue('one', { p_file_bytes: 108_000 });
  await engine.passSeconds(2);
  const job = await engine.claimed();
  await engine.call('overtime_save_stage', {
    ...held(job),
    p_lease_seconds: 30,
    p_name: 'reading',
    p_output: { pages: 3 },
  });
  await engine.call('overtime_heartbeat_job', {
    ...held(job),
    p_lease_seconds: 30,
    p_progress: 40,
    p_stages: [{ name: 'writing', item: 0, progress: 50 }],
    p_partial: { text: 'so far' },
    p_usage: [usage('c1')],
  });
  await engine.passSeconds(3);
  await engine.call('overtime_complete_job', { ...held(job), p_result: { answer: 42 } });
  const read_ = await read('one');
  expect(read_).toMatchObject({
    jobId: 'one',
    task: 'demo-task',
    status: 'completed',
    progress: 100,
    result: { answer: 42 },
    error: null,
    partial: null,
    attempt: 1,
    maxAttempts: 3,
    waiting: false,
    stages: [
      { name: 'reading', status: 'completed', progress: 100 },
      { name: 'writing', status: 'processing', progress: 50 },
    ],
    performance: {
      durationMs: 3000,
      queueTimeMs: 2000,
      llmTimeMs: 900,
      fileSizeKb: 108,
      tokenUsage: 120,
      costUsd: 0.25,
      attempts: 1,
    },
  });
  expect(read_).not.toHaveProperty('input');
  expect(JSON.stringify(read_)).not.toContain('pages');
});

test("another user's job and an unknown one look the same", async () => {
  await engine.enqueue('one');
  expect(await read('one', grace)).toBeNull();
  expect(await read('none', grace)).toBeNull();
});

test('a job that nobody works on says that it waits', async () => {
  await engine.enqueue('due');
  await engine.enqueue('later', { p_run_at: new Date(engine.now() + 60_000) });
  await engine.passSeconds(9);
  // It was dispatched a moment ago.
  expect(await read('due')).toMatchObject({ waiting: false });
  await engine.passSeconds(2);
  expect(await read('due')).toMatchObject({ waiting: true });
  expect(await read('later')).toMatchObject({ waiting: false });
  await engine.claimed();
  expect(await read('due')).toMatchObject({ waiting: false });
  await engine.passSeconds(31);
  expect(await read('due')).toMatchObject({ waiting: true });
  await engine.passSeconds(18);
  expect(await read('later')).toMatchObject({ waiting: true });
});

/** The job as the status function reads it for who knows a version. */
const readSince = (since: number, changes = true) =>
  engine.as(ada, async (sql) => {
    const rows = await sql<
      { job: Record<string, unknown> }[]
    >`select public.overtime_get_job('one', ${since}, ${changes}) as job`;
    return rows[0]?.job;
  });

async function streaming() {
  await engine.enqueue('one');
  const job = await engine.claimed();
  return (partial: unknown, changes: unknown = null) =>
    engine.call<number>('overtime_heartbeat_job', {
      ...held(job),
      p_lease_seconds: 30,
      p_partial: partial,
      p_changes: changes,
    });
}

test('of a job that is of the known version, no more is read than that', async () => {
  const version = await (await streaming())({ text: 'so far' });
  const job = await readSince(version);
  expect(Object.keys(job ?? {}).toSorted()).toEqual(
    ['jobId', 'task', 'status', 'version', 'createdAt', 'waiting'].toSorted(),
  );
  expect(await read('one', grace)).toBeNull();
});

test('who knows a version reads what was changed in the partial output since', async () => {
  const flush = await streaming();
  const first = await flush({ text: 'a' });
  const second = await flush({ text: 'ab' }, [[['text'], 'b', true]]);
  await flush({ text: 'abc' }, [[['text'], 'c', true]]);
  const [b, c] = [[[['text'], 'b', true]], [[['text'], 'c', true]]];
  expect(await readSince(first)).toMatchObject({ partial: null, partialChanges: [b, c] });
  expect(await readSince(second)).toMatchObject({ partial: null, partialChanges: [c] });
  // Who knows an older one, or wants the whole, gets it.
  const whole = { partial: { text: 'abc' }, partialChanges: null };
  expect(await readSince(first - 1)).toMatchObject(whole);
  expect(await readSince(second, false)).toMatchObject(whole);
  expect(await read('one')).toMatchObject(whole);
});

test('after a flush whose changes are not known, only the whole is told', async () => {
  const flush = await streaming();
  const first = await flush({ text: 'a' });
  const second = await flush({ text: 'b' });
  const third = await flush({ text: 'bc' }, [[['text'], 'c', true]]);
  expect(await readSince(first)).toMatchObject({ partial: { text: 'bc' }, partialChanges: null });
  expect(await readSince(second)).toMatchObject({ partialChanges: [[[['text'], 'c', true]]] });
  expect(await readSince(third)).not.toHaveProperty('partial');
});

test('the last twenty changes are kept', async () => {
  const flush = await streaming();
  const first = await flush({ n: 0 });
  for (let n = 1; n <= 25; n += 1) await flush({ n }, [[['n'], n]]);
  expect(await readSince(first + 4)).toMatchObject({ partial: { n: 25 }, partialChanges: null });
  const steps = (await readSince(first + 5))?.['partialChanges'] as unknown[];
  expect(steps).toHaveLength(20);
  expect(steps[0]).toEqual([[['n'], 6]]);
});

test('a job that waits for its time says when it goes on', async () => {
  await engine.enqueue('one');
  expect(await read('one')).toMatchObject({ waitsFor: null, nextAttemptAt: null });
  await engine.call('overtime_fail_job', {
    ...held(await engine.claimed()),
    p_error: { code: 'x', message: 'Busy.', retryable: true },
    p_retry_seconds: 20,
  });
  const read_ = await read('one');
  expect(read_).toMatchObject({ waitsFor: 'time', message: 'Trying again: Busy.' });
  expect(Date.parse(String(read_?.['nextAttemptAt']))).toBe(engine.now() + 20_000);
});
