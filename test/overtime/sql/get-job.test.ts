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
