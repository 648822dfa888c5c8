import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineContract, TaskError, type Policy } from '../../../src/overtime/index.ts';
import { trigger } from '../../../src/overtime/functions/trigger.ts';
import { apiRig } from './api-rig.ts';

const rig = apiRig();

const contractWith = (policy: Partial<Policy>) =>
  defineContract({
    name: 'count-words',
    version: 1,
    input: z.strictObject({ page: z.number().int(), language: z.string().default('en') }),
    result: z.object({}),
    partial: z.object({}),
    stages: { counting: { title: 'Counting', weight: 1 } },
    policy,
    lockKey: ({ page }) => `page:${page}`,
  });
const contract = contractWith({ userConcurrency: 5 });
const pages = (count: number) => Array.from({ length: count }, (_, index) => ({ page: index + 1 }));
const submit = (body: unknown, headers: Record<string, string> = {}, of = trigger(contract)) =>
  rig.answerTo(of, 'POST', 'count-words-trigger', body, headers);
const rows = () => rig.database.sql`select * from overtime.jobs order by seq`;
const idsIn = ({ jobs }: Record<string, unknown>) => (jobs as { jobId: string }[]).map(({ jobId }) => jobId);

test('a list of inputs is answered with its jobs, in order', async () => {
  const answer = await submit(pages(3), { 'webhook-url': 'https://example.com/' });
  const stored = await rows();
  expect(answer).toEqual({
    status: 202,
    jobs: stored.map(({ id }) => ({
      jobId: id,
      status: 'pending',
      statusUrl: `/.netlify/functions/count-words-status?jobId=${id}`,
    })),
  });
  expect(stored).toMatchObject(
    [1, 2, 3].map((page) => ({
      input: { page, language: 'en' },
      lock_key: expect.stringMatching(`:page:${page}$`),
      webhook_url: 'https://example.com/',
      user_limit: 5,
    })),
  );
  expect(rig.asked).toEqual(['overtime_enqueue_jobs']);
});

test('a hundred are taken, one more or none is refused', async () => {
  const refused = {
    status: 422,
    code: 'invalid_input',
    issues: [{ path: '', message: 'Must have 1 to 100 inputs: this list has 101.' }],
  };
  expect(await submit(pages(101))).toMatchObject(refused);
  expect(await submit([])).toMatchObject({ status: 422, detail: expect.stringContaining('has 0') });
  expect(await rows()).toHaveLength(0);
  expect(idsIn(await submit(pages(100)))).toEqual((await rows()).map(({ id }) => id as string));
});

test('an input that does not fit is named by its index, and nothing is enqueued', async () => {
  expect(await submit([{ page: 1 }, { page: 'two' }, { page: 3, extra: 1 }, [{ page: 4 }]])).toMatchObject({
    status: 422,
    code: 'invalid_input',
    issues: [{ path: '1.page' }, { path: '2' }, { path: '3' }],
  });
  expect(await submit([{ page: 1 }, { page: 2, language: 'a\0' }])).toMatchObject({
    status: 422,
    issues: [{ path: '1.language' }],
  });
  expect(rig.asked).toEqual([]);
});

test("what the task's check refuses is named by its index, and nothing is enqueued", async () => {
  const checked = trigger(contract, ({ page }) => {
    if (page > 2) throw new TaskError('no_such_page', `There is no page ${page}.`, { httpStatus: 404 });
    return Promise.resolve();
  });
  expect(await submit(pages(9), {}, checked)).toMatchObject({
    status: 404,
    code: 'no_such_page',
    detail: 'Input 2: There is no page 3.',
    issues: [{ path: '2', message: 'There is no page 3.' }],
  });
  expect(rig.asked).toEqual([]);
});

test('the rate has room for the whole list, or takes none of it', async () => {
  const limited = trigger(contractWith({ rate: { jobs: 4, seconds: 60 } }));
  expect(await submit(pages(5), {}, limited)).toMatchObject({
    status: 422,
    detail: 'The list of inputs is too long: count-words takes at most 4 at once. Send fewer.',
  });
  expect(idsIn(await submit(pages(3), {}, limited))).toHaveLength(3);
  expect(await submit(pages(2), {}, limited)).toMatchObject({ status: 429, code: 'rate_limited' });
  expect(await rows()).toHaveLength(3);
});

test('one idempotency key makes the same list the same jobs', async () => {
  const key = { 'idempotency-key': 'k' };
  const first = await submit(pages(4), key);
  expect(await submit(pages(4), key)).toEqual(first);
  expect(await submit(pages(3), key)).toMatchObject({ status: 409, code: 'idempotency_conflict' });
  expect(await submit(pages(5), key)).toMatchObject({ status: 409, code: 'idempotency_conflict' });
  expect(await submit({ page: 1 }, key)).toMatchObject({ status: 202, jobId: expect.any(String) });
  expect(await rows()).toHaveLength(5);
});

test('as many workers are called as may run at once, and ten at most', async () => {
  await submit(pages(12), { 'idempotency-key': 'k' });
  expect(rig.dispatched).toEqual(Array.from({ length: 5 }, () => 'count-words-background'));
  await submit(pages(12), { 'idempotency-key': 'k' });
  await submit(pages(3));
  expect(rig.dispatched).toHaveLength(5);

  await rig.database.sql`truncate overtime.jobs cascade`;
  await submit(pages(100), {}, trigger(contractWith({})));
  expect(rig.dispatched).toHaveLength(5 + 10);
  await submit(pages(100), {}, trigger(contractWith({ concurrency: 2 })));
  expect(rig.dispatched).toHaveLength(5 + 10 + 2);
});
