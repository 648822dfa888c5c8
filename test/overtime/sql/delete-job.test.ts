import { expect, test } from 'vitest';
import { ada, engineRig, grace, held, refusal, usage } from './engine-rig.ts';

const engine = engineRig();
const remove = (id: string, user = ada) =>
  engine.call<string[]>('overtime_delete_job', { p_job_id: id, p_user_id: user });

async function completed(id: string, more: object = {}): Promise<void> {
  await engine.enqueue(id, more);
  const job = await engine.claimed();
  await engine.call('overtime_heartbeat_job', {
    ...held(job),
    p_lease_seconds: 30,
    p_stages: [{ name: 'writing', item: 0, progress: 10 }],
    p_partial: { text: 'so far' },
    p_logs: [{ level: 'info', message: 'began', at: '2026-11-22' }],
    p_usage: [usage(id)],
  });
  await engine.call('overtime_complete_job', { ...held(job), p_result: { text: 'secret' } });
}

async function store(...names: string[]): Promise<void> {
  await engine.sql`delete from storage.objects`;
  await engine.sql`
    insert into storage.objects ${engine.sql(names.map((name) => ({ bucket_id: 'job-files', name })))}`;
}

test('an ended job goes with all that belongs to it; what it cost stays', async () => {
  await completed('one', { p_webhook_url: 'https://example.com/hook' });
  await completed('other');
  await remove('one');
  expect([...(await engine.sql`select id from overtime.jobs`)]).toEqual([{ id: 'other' }]);
  for (const table of ['job_stages', 'job_logs', 'job_partials', 'job_attempts', 'webhook_deliveries']) {
    const rows = await engine.sql`select from overtime.${engine.sql(table)} where job_id = 'one'`;
    expect([table, rows.length]).toEqual([table, 0]);
  }
  expect(await engine.sql`select from overtime.job_usage where job_id = 'one'`).toHaveLength(1);
});

test("a job at work, an unknown one and another user's are not deleted", async () => {
  await engine.enqueue('one');
  expect(await refusal(remove('one'))).toBe('OT006');
  await engine.claimed();
  expect(await refusal(remove('one'))).toBe('OT006');
  await engine.call('overtime_cancel_job', { p_job_id: 'one', p_user_id: ada });
  expect(await refusal(remove('one', grace))).toBe('OT004');
  expect(await refusal(remove('none'))).toBe('OT004');
  expect(await engine.row('one')).toMatchObject({ status: 'cancelled' });
  expect(await remove('one')).toEqual([]);
  expect(await refusal(remove('one'))).toBe('OT004');
});

test('its files are named for removal: those that it wrote, and its input that no other job or schedule reads', async () => {
  const file = (name: string) => `${ada}/${name}`;
  const input = (name: string) => ({ p_input: { filePath: file(name) } });
  await completed('one', input('upload/own.pdf'));
  await completed('two', input('upload/shared.pdf'));
  await completed('three', input('upload/shared.pdf'));
  await completed('four', input('one/a.pdf'));
  await store(
    ...['one/a.pdf', 'one/b.mp3', 'one-more/c.pdf', 'upload/own.pdf', 'upload/shared.pdf', 'two/d.pdf'].map(
      file,
    ),
    `${grace}/one/e.pdf`,
  );
  expect(await remove('one')).toEqual([file('one/b.mp3'), file('upload/own.pdf')]);
  expect(await remove('two')).toEqual([file('two/d.pdf')]);
  expect(await remove('three')).toEqual([file('upload/shared.pdf')]);
});

test('a deleted job still counts against the rate', async () => {
  const rate = { p_rate_limit: 2, p_rate_seconds: 600 };
  await completed('one', rate);
  await completed('two', rate);
  await remove('one');
  await remove('two');
  expect(await refusal(engine.enqueue('three', rate))).toBe('OT008');
  await engine.enqueue('another-task', { ...rate, p_task: 'other-task' });
  await engine.enqueue('another-user', { ...rate, p_user_id: grace });
  await engine.passSeconds(600);
  await engine.enqueue('three', rate);
});
