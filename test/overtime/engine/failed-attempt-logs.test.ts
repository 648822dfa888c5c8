import { Writable } from 'node:stream';
import { http } from 'msw/http';
import { setupServer } from 'msw/node';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { runAttempt } from '../../../src/overtime/engine/run-attempt.ts';
import { logOptions } from '../../../src/overtime/functions/log.ts';
import { streamItems } from '../../../src/overtime/models/stream-items.ts';
import { streamObject } from '../../../src/overtime/models/stream-object.ts';
import { streamProse } from '../../../src/overtime/models/stream-prose.ts';
import { refused, streamed } from '../models/provider-answers.ts';
import { providerStubs } from '../models/provider-stubs.ts';
import { attemptRig, type StoryRun } from './attempt-rig.ts';

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const rig = attemptRig();
const stub = providerStubs.google;

/** Stands in the user's document and is quoted by the model. */
const secret = 'Rumpel';
const asked = { system: 'Quote.', prompt: `The document says ${secret}.`, purpose: 'story' };
const schema = z.object({ story: z.string(), points: z.number() });
const strict = z.strictObject({ story: z.string().max(3) });
const story = (object: { story: string }) => ({ story: object.story });

const answers = (...texts: string[]) => {
  let next = 0;
  server.use(
    http.post(stub.url, () => {
      next += 1;
      return streamed(stub.events([texts[Math.min(next, texts.length) - 1] ?? ''], 'stop'));
    }),
  );
};

const failures: readonly [string, () => void, StoryRun][] = [
  [
    'an answer of the wrong type',
    () => answers(`{"story":"${secret}","points":"${secret}"}`),
    async (ctx) => story(await streamObject(ctx, { ...asked, schema })),
  ],
  [
    'an answer with a key too many',
    () => answers(`{"story":"${secret}","${secret}":1}`),
    async (ctx) => story(await streamObject(ctx, { ...asked, schema: strict })),
  ],
  [
    'an answer that is no JSON',
    () => answers(`I think that ${secret} is the story.`),
    async (ctx) => story(await streamObject(ctx, { ...asked, schema })),
  ],
  [
    "an answer that fails the task's check",
    () => answers(`{"story":"${secret}","points":1}`),
    async (ctx) =>
      story(await streamObject(ctx, { ...asked, schema, check: (made) => [`"${made.story}" is no story.`] })),
  ],
  [
    'prose that fails the check',
    () => answers(`Once there was ${secret}.`),
    async (ctx) => ({
      story: await streamProse(ctx, { ...asked, check: (text) => [`"${text}" is too short.`] }),
    }),
  ],
  [
    'items that are not accepted',
    () => answers(`{"items":[{"story":"${secret}","points":"${secret}"}]}`),
    async (ctx) => {
      await streamItems(ctx, { ...asked, element: schema, count: 2, onItem: () => undefined });
      return { story: '' };
    },
  ],
  [
    'an answer of the provider that quotes the prompt',
    () =>
      server.use(
        http.post(stub.url, () =>
          refused(400, { message: `Bad prompt: ${secret}`, details: [{ text: secret }] }),
        ),
      ),
    async (ctx) => story(await streamObject(ctx, { ...asked, schema })),
  ],
  [
    'an error in mid-stream that quotes the prompt',
    () =>
      server.use(
        http.post(stub.url, () =>
          streamed([
            ...stub.events([`{"story":"${secret}`]),
            `data: {"error":{"code":500,"message":"${secret}","status":"INTERNAL"}}\n\n`,
          ]),
        ),
      ),
    async (ctx) => story(await streamObject(ctx, { ...asked, schema })),
  ],
  [
    'a result that does not fit the contract',
    () => undefined,
    () => Promise.resolve({ story: { [secret]: secret } } as never),
  ],
  [
    'a parser that quotes what it reads',
    () => undefined,
    () => Promise.resolve(JSON.parse(`{"story": ${secret}}`) as { story: string }),
  ],
];

test.each(failures)('after %s no record quotes what the model wrote or read', async (_what, prepare, run) => {
  prepare();
  await rig.database.enqueue('one', { p_max_attempts: 1 });
  const environment = { ...rig.environment, env: stub.env };
  const outcome = await runAttempt(
    rig.task(run),
    await rig.claimed(),
    environment,
    rig.limits(),
    () => false,
  );
  expect(outcome.kind).toBe('failed');

  let lines = '';
  const sink = new Writable({ write: (chunk: Buffer, _, done) => ((lines += chunk.toString()), done()) });
  const log = pino(logOptions, sink);
  log.warn({ jobId: 'one', err: outcome.kind === 'failed' && outcome.error }, 'attempt ended');
  expect(lines).toContain('"attempt ended"');
  expect(lines).not.toContain(secret);

  const { error } = await rig.database.row('one');
  expect(error).toMatchObject({ code: expect.stringMatching(/^(model_|internal_error)/) });
  const jobLogs = await rig.database.sql`select * from overtime.job_logs`;
  const attempts = await rig.database.sql`select * from overtime.job_attempts`;
  expect(attempts).toHaveLength(1);
  // Where it was thrown is there all the same.
  expect(attempts[0]?.['internal_error']).toMatch(/\n\s+at /);
  for (const record of [error, jobLogs, attempts]) expect(JSON.stringify(record)).not.toContain(secret);
});
