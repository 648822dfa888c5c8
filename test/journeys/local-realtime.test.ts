import { createClient } from '@supabase/supabase-js';
import { expect, test } from 'vitest';
import { stack } from '../support/file-stack.ts';
import { base64, newVisitor, pdf, type Accepted, type Visitor } from './visitor.ts';
import { rubricPdf } from '../support/sample-files.ts';
import { withDatabase } from './with-database.ts';

const sql = withDatabase();

/** A job for later of a new user. */
async function laterJob() {
  const visitor = await newVisitor();
  const { body } = await visitor.call<Accepted>('POST', '/api/schedules', {
    task: 'extract-rubric',
    input: { file: base64(await rubricPdf()), fileName: 'r.pdf', fileType: pdf },
    runAt: new Date(Date.now() + 3_600_000).toISOString(),
  });
  return { visitor, jobId: body.jobId };
}

/** Joins as supabase-js does; resolves with the state of the channel, and the messages that come. */
async function join({ supabase }: Visitor, topic: string) {
  const heard: unknown[] = [];
  await supabase.realtime.setAuth();
  const channel = supabase.channel(topic, { config: { private: true } });
  channel.on('broadcast', { event: 'job' }, ({ payload }: { payload?: unknown }) => heard.push(payload));
  const state = await new Promise<string>((resolve) => void channel.subscribe((now) => resolve(now)));
  return { state, heard, channel, leave: () => supabase.removeChannel(channel) };
}

const publish = (apikey: string, topic: string, payload: object) =>
  fetch(`${stack.supabaseUrl}/realtime/v1/api/broadcast`, {
    method: 'POST',
    headers: { apikey, 'content-type': 'application/json' },
    body: JSON.stringify({ messages: [{ topic, event: 'job', payload, private: true }] }),
  });

test("the owner of a job joins its channel and hears SQL's messages and those sent over HTTP, another user does not", async () => {
  const { visitor, jobId } = await laterJob();
  const stranger = await newVisitor();
  const owners = await join(visitor, `job:${jobId}`);
  const strangers = await join(stranger, `job:${jobId}`);
  expect([owners.state, strangers.state]).toEqual(['SUBSCRIBED', 'CHANNEL_ERROR']);

  await sql`select realtime.send('{"n": 1}', 'job', ${`job:${jobId}`}, true)`;
  await expect.poll(() => owners.heard).toEqual([{ n: 1 }]);
  expect((await publish(stack.secretKey, `job:${jobId}`, { n: 2 })).status).toBe(202);
  await expect.poll(() => owners.heard).toEqual([{ n: 1 }, { n: 2 }]);
  expect(strangers.heard).toEqual([]);
  expect(await sql`select from realtime.messages where topic = ${`job:${jobId}`}`).toHaveLength(0);

  await Promise.all([owners.leave(), strangers.leave()]);
});

test('only the secret key may send over HTTP, and who left hears nothing', async () => {
  const { visitor, jobId } = await laterJob();
  const owners = await join(visitor, `job:${jobId}`);
  expect((await publish(stack.publishableKey, `job:${jobId}`, { n: 1 })).status).toBe(401);
  expect(await owners.leave()).toBe('ok');
  await publish(stack.secretKey, `job:${jobId}`, { n: 2 });
  const again = await join(visitor, `job:${jobId}`);
  await publish(stack.secretKey, `job:${jobId}`, { n: 3 });
  await expect.poll(() => again.heard).toEqual([{ n: 3 }]);
  expect(owners.heard).toEqual([]);
  await again.leave();
});

test('a socket without a key of the project is refused', async () => {
  const stranger = createClient(stack.supabaseUrl, 'sb_publishable_another');
  const channel = stranger.channel('open');
  const state = await new Promise((resolve) => void channel.subscribe(resolve));
  expect(state).toBe('CHANNEL_ERROR');
  await stranger.removeAllChannels();
});
