import { expect, test } from 'vitest';
import { engineRig, held, refusal } from './engine-rig.ts';

const engine = engineRig();
const megabytes = (count: number) => ({ text: 'x'.repeat(count * 1024 * 1024) });
/** Small as JSON of JavaScript and as jsonb, 309 digits each as PostgreSQL writes it. */
const wide = { numbers: Array<number>(20_000).fill(1e308) };
const lease = { p_lease_seconds: 30 };

const writes = (job: { jobId: string; leaseId: string }, value: object) => ({
  complete: () => engine.call('overtime_complete_job', { ...held(job), p_result: value }),
  stage: () =>
    engine.call('overtime_save_stage', { ...held(job), ...lease, p_name: 'story', p_output: value }),
  partial: () => engine.call('overtime_heartbeat_job', { ...held(job), ...lease, p_partial: value }),
});

test.each(['complete', 'stage', 'partial'] as const)(
  'a %s of more than 4 MB as text is refused, and nothing is written',
  async (what) => {
    await engine.enqueue('one');
    const job = await engine.claimed();
    const before = await engine.row('one');
    expect(await refusal(writes(job, megabytes(5))[what]())).toBe('OT011');
    expect(await refusal(writes(job, wide)[what]())).toBe('OT011');
    expect(await engine.row('one')).toEqual(before);
    expect(await refusal(writes(job, megabytes(3))[what]())).toBeUndefined();
  },
);

test('a line of a log is cut, and details that are too large are left out', async () => {
  await engine.enqueue('one');
  const line = { level: 'info', message: 'm'.repeat(5000), at: '2026-11-22T12:00:00Z' };
  await engine.call('overtime_heartbeat_job', {
    ...held(await engine.claimed()),
    ...lease,
    p_logs: [
      { ...line, details: { text: 'x'.repeat(50_000) } },
      { ...line, details: { small: true } },
    ],
  });
  const logs =
    await engine.sql`select length(message) as characters, details from overtime.job_logs order by id`;
  expect([...logs]).toEqual([
    { characters: 1000, details: null },
    { characters: 1000, details: { small: true } },
  ]);
});
