import { http } from 'msw/http';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { providers } from '../../../src/overtime/contract.ts';
import { runAttempt } from '../../../src/overtime/engine/run-attempt.ts';
import { streamObject } from '../../../src/overtime/models/stream-object.ts';
import { refused, streamed } from '../models/provider-answers.ts';
import { type ProviderStub, providerStubs, reportedTokens } from '../models/provider-stubs.ts';
import { ada } from '../sql/engine-rig.ts';
import { attemptRig } from './attempt-rig.ts';

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const rig = attemptRig();
const schema = z.object({ story: z.string() });
const pieces = ['{"story":"Once', ' upon a', ' time"}'];
const half = pieces.slice(0, 2);
const stallSeconds = 5;

type Answer = (stub: ProviderStub) => Response;
const good: Answer = (stub) => streamed(stub.events(pieces, 'stop'));

/** One job whose story a provider writes, and what the provider answers, call by call. */
async function begun(stub: ProviderStub, answers: readonly Answer[]) {
  let calls = 0;
  server.use(
    http.post(stub.url, () => {
      calls += 1;
      return answers[Math.min(calls, answers.length) - 1]?.(stub);
    }),
  );
  await rig.database.enqueue('one');
  let seen = () => undefined as void;
  const written = new Promise<void>((resolve) => (seen = resolve));
  const task = rig.task(async (context) => ({
    story: await context.stage('story', async () => {
      const { story } = await streamObject(context, {
        schema,
        system: 'You tell stories.',
        prompt: 'Tell one.',
        purpose: 'story',
        stallSeconds,
        onCharacters: seen,
      });
      return story;
    }),
  }));
  return {
    /** Resolves when the first characters have arrived. */
    written,
    calls: () => calls,
    attempt: async () =>
      runAttempt(task, await rig.claimed(), { ...rig.environment, env: stub.env }, rig.limits(), () => false),
  };
}

async function ended() {
  const { status, error } = await rig.database.row('one');
  const usage = await rig.database.sql`
    select attempt, purpose, outcome, estimated, input_tokens > 0 as billed
    from overtime.job_usage order by started_at, attempt, purpose`;
  return { status, code: (error as { code: string } | null)?.code, usage: [...usage] };
}

const call = (outcome: string, more: object = {}) => ({
  attempt: 1,
  purpose: 'story',
  outcome,
  estimated: outcome !== 'succeeded',
  billed: true,
  ...more,
});
const second = { attempt: 2 };

/** Fails once, and is tried again when the wait is over: at least so many seconds. */
const retried: readonly [string, Answer, object, number][] = [
  ['429 with a short wait', () => refused(429, {}, { 'retry-after': '3' }), { billed: false }, 3],
  ['429 with a long wait', () => refused(429, {}, { 'retry-after': '900' }), { billed: false }, 900],
  [
    '429 with a date',
    () => refused(429, {}, { 'retry-after': new Date(rig.clock.now() + 120_000).toUTCString() }),
    { billed: false },
    120,
  ],
  [
    "Gemini's RetryInfo",
    () =>
      refused(429, {
        code: 429,
        status: 'RESOURCE_EXHAUSTED',
        details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '41.5s' }],
      }),
    { billed: false },
    42,
  ],
  ['500', () => refused(500), { billed: false }, 0],
  ['a dropped socket', (stub) => streamed(stub.events(half), 'cut'), {}, 0],
  ['a clean truncation', (stub) => streamed(stub.events(half)), {}, 0],
  ['an answer at its longest', (stub) => streamed(stub.events(half, 'length')), { estimated: false }, 0],
];

for (const provider of providers) {
  const stub = providerStubs[provider];

  test(`${provider}: success`, async () => {
    const { attempt } = await begun(stub, [good]);
    await attempt();
    expect(await ended()).toEqual({ status: 'completed', code: undefined, usage: [call('succeeded')] });
    expect(await rig.database.row('one')).toMatchObject({
      result: { story: 'Once upon a time' },
      input_tokens: String(reportedTokens.inputTokens),
      output_tokens: String(reportedTokens.outputTokens),
    });
  });

  test.each(retried)(`${provider}: %s, and then success`, async (_what, answer, row, waitSeconds) => {
    const { attempt, calls } = await begun(stub, [answer, good]);
    const outcome = await attempt();
    expect(outcome).toMatchObject({ kind: 'retrying' });
    expect(await ended()).toMatchObject({ status: 'pending', usage: [call('failed', row)] });
    expect(calls()).toBe(1);

    const waits = outcome.kind === 'retrying' ? (outcome.retryAt - rig.clock.now()) / 1000 : -1;
    expect(waits).toBeGreaterThanOrEqual(waitSeconds);
    expect(waits).toBeLessThan(waitSeconds + 5);
    await rig.pass(waits);
    await attempt();
    expect(await ended()).toEqual({
      status: 'completed',
      code: undefined,
      usage: [call('failed', row), call('succeeded', second)],
    });
  });

  test.each([
    ['401', () => refused(401), 'model_key_rejected', { billed: false }],
    [
      'an empty account',
      () => refused(429, { code: 'insufficient_quota' }),
      'model_quota_exhausted',
      { billed: false },
    ],
    ['a request that is wrong', () => refused(400), 'model_request_rejected', { billed: false }],
    ['a refusal', (it) => streamed(it.events([], 'refusal')), 'model_refused', { estimated: false }],
  ] as const satisfies readonly [string, Answer, string, object][])(
    `${provider}: %s ends the job`,
    async (_what, answer, code, row) => {
      const { attempt, calls } = await begun(stub, [answer]);
      expect(await attempt()).toMatchObject({ kind: 'failed' });
      expect(await ended()).toEqual({ status: 'failed', code, usage: [call('failed', row)] });
      expect(calls()).toBe(1);
    },
  );

  test(`${provider}: a stalled stream is cut, and the job is tried again`, async () => {
    const { attempt, written } = await begun(stub, [(it) => streamed(it.events(half), 'hang'), good]);
    const stalled = attempt();
    await written;
    // The heartbeat, the end of the invocation and the watch over the stream.
    await vi.waitFor(() => expect(rig.clock.sleepers).toBe(3));
    for (let silent = 0; silent <= stallSeconds; silent += 1) await rig.pass(1);
    expect(await stalled).toMatchObject({ kind: 'retrying', error: { code: 'model_timed_out' } });
    await rig.pass(5);
    await attempt();
    expect(await ended()).toEqual({
      status: 'completed',
      code: undefined,
      usage: [call('failed'), call('succeeded', second)],
    });
  });

  test(`${provider}: an answer that breaks the schema is repaired in the same attempt`, async () => {
    const { attempt } = await begun(stub, [(it) => streamed(it.events(['{"story":7}'], 'stop')), good]);
    expect(await attempt()).toMatchObject({ kind: 'completed' });
    expect((await ended()).usage).toEqual([
      call('failed', { estimated: false }),
      call('succeeded', { purpose: 'story (repair)' }),
    ]);
  });

  test(`${provider}: a cancellation in mid-stream aborts the call and bills it`, async () => {
    const { attempt, written } = await begun(stub, [(it) => streamed(it.events(half), 'hang')]);
    const running = attempt();
    await written;
    await vi.waitFor(() => expect(rig.clock.sleepers).toBe(3));
    await rig.database.call('overtime_cancel_job', { p_job_id: 'one', p_user_id: ada });
    await rig.pass(1);
    expect(await running).toEqual({ kind: 'cancelled' });
    expect(await ended()).toEqual({ status: 'cancelled', code: undefined, usage: [call('aborted')] });
  });

  test(`${provider}: a cancellation while the job waits for its next attempt ends it`, async () => {
    const { attempt, calls } = await begun(stub, [() => refused(503)]);
    expect(await attempt()).toMatchObject({ kind: 'retrying' });
    await rig.database.call('overtime_cancel_job', { p_job_id: 'one', p_user_id: ada });
    await rig.pass(600);
    await expect(rig.claimed()).rejects.toThrow('Nothing was due.');
    expect(calls()).toBe(1);
    expect(await ended()).toMatchObject({ status: 'cancelled', usage: [call('failed', { billed: false })] });
  });
}

test("a task calls the providers of its policy, in the policy's order, as its attempt's context says", async () => {
  const { anthropic, google } = providerStubs;
  const called: string[] = [];
  for (const { url, modelId } of Object.values(providerStubs)) {
    server.use(http.post(url, () => (called.push(modelId), refused(503))));
  }
  await rig.database.enqueue('one');
  const env = Object.assign({}, ...Object.values(providerStubs).map((stub) => stub.env)) as Record<
    string,
    string
  >;
  const task = rig.task(
    (context) => streamObject(context, { schema, system: 's', prompt: 'p', purpose: 'story' }),
    { providers: ['anthropic', 'google'] },
  );
  await runAttempt(task, await rig.claimed(), { ...rig.environment, env }, rig.limits(), () => false);
  expect(called).toEqual([anthropic.modelId, google.modelId]);
  const logs = await rig.database.sql`select level, message from overtime.job_logs`;
  expect([...logs]).toEqual([
    { level: 'warn', message: expect.stringContaining(`Asking ${google.modelId} instead.`) },
  ]);
  const usage = await rig.database.sql`select provider, outcome from overtime.job_usage order by provider`;
  expect([...usage]).toEqual([
    { provider: 'anthropic', outcome: 'failed' },
    { provider: 'google', outcome: 'failed' },
  ]);
});
