import { expect, test } from 'vitest';
import { ApiError, type WatchOptions } from '../../src/client/index.ts';
import { extractRubric } from '../../src/tasks/extract-rubric/contract.ts';
import { clientRig, json, problem, snapshot, type Rig } from './client-rig.ts';

async function watched(rig: Rig, options?: WatchOptions): Promise<string[]> {
  const seen: string[] = [];
  for await (const { status, progress } of rig.client.watch(extractRubric, 'job-1', options)) {
    seen.push(`${status} ${progress}`);
  }
  return seen;
}

test('watching yields each snapshot and ends after the terminal one', async () => {
  const rig = clientRig([
    () => json(snapshot('pending'), { status: 202 }),
    () => json(snapshot('processing', 40), { status: 202 }),
    () => json(snapshot('completed', 100)),
  ]);
  expect(await watched(rig)).toEqual(['pending 0', 'processing 40', 'completed 100']);
  expect(rig.requests).toHaveLength(3);
  expect(rig.requests[0]?.url).toBe('https://site.test/api/extract-rubric-status?jobId=job-1');
});

test('watching waits as long as the server advises, and one second where it does not', async () => {
  const rig = clientRig([
    () => json(snapshot('pending'), { status: 202, headers: { 'retry-after': '5' } }),
    () => json(snapshot('processing'), { status: 202 }),
    () => json(snapshot('completed')),
  ]);
  await watched(rig);
  expect(rig.clock.sleeps).toEqual([5000, 1000]);
});

test('watching sends the last ETag and yields nothing for an unchanged job', async () => {
  const rig = clientRig([
    () => json(snapshot('processing', 10), { status: 202, headers: { etag: '"v1"' } }),
    () => new Response(null, { status: 304 }),
    () => json(snapshot('completed', 100)),
  ]);
  expect(await watched(rig)).toEqual(['processing 10', 'completed 100']);
  expect(rig.requests.map((request) => request.headers.get('if-none-match'))).toEqual([null, '"v1"', '"v1"']);
});

test('watching outlives a lost network and a server in trouble, waiting longer each time', async () => {
  const heard: (string | null)[] = [];
  const rig = clientRig([
    () => Promise.reject(new TypeError('fetch failed')),
    () => problem(503, 'unavailable'),
    () => Promise.reject(new TypeError('fetch failed')),
    () => json(snapshot('completed')),
  ]);
  expect(await watched(rig, { onTrouble: (error) => heard.push(error?.code ?? null) })).toEqual([
    'completed 0',
  ]);
  expect(rig.clock.sleeps).toEqual([1000, 2000, 4000]);
  expect(heard).toEqual(['network_error', 'unavailable', 'network_error', null]);
});

test('watching never comes back sooner than a 429 asks for', async () => {
  const rig = clientRig([
    () => problem(429, 'rate_limited', { 'retry-after': '20' }),
    () => json(snapshot('completed')),
  ]);
  await watched(rig);
  expect(rig.clock.sleeps).toEqual([20_000]);
});

test('watching ends with the error where the job does not exist', async () => {
  const rig = clientRig([() => problem(404, 'not_found')]);
  await expect(watched(rig)).rejects.toMatchObject({ name: 'ApiError', code: 'not_found', status: 404 });
  expect(rig.requests).toHaveLength(1);
});

test('watching gives up when nothing changes for long enough', async () => {
  const rig = clientRig([
    () => json(snapshot('pending'), { status: 202, headers: { etag: '"v1"' } }),
    () => new Response(null, { status: 304 }),
  ]);
  await expect(watched(rig, { giveUpSeconds: 10 })).rejects.toMatchObject({ code: 'watch_gave_up' });
  expect(rig.requests).toHaveLength(11);
});

test('watching gives up in the end when the server never comes back', async () => {
  const rig = clientRig([() => Promise.reject(new TypeError('fetch failed'))]);
  await expect(watched(rig, { giveUpSeconds: 60 })).rejects.toMatchObject({ code: 'watch_gave_up' });
});

test('watching stops at the abort and throws its reason', async () => {
  const controller = new AbortController();
  const rig = clientRig([
    () => {
      controller.abort(new Error('unmounted'));
      return json(snapshot('pending'), { status: 202 });
    },
  ]);
  await expect(watched(rig, { signal: controller.signal })).rejects.toThrow('unmounted');
  expect(rig.requests).toHaveLength(1);
});

test('in a hidden tab nothing is polled until the tab is shown again', async () => {
  let hidden = true;
  let comeBack: (() => void) | undefined;
  const rig = clientRig(
    [() => json(snapshot('processing'), { status: 202 }), () => json(snapshot('completed'))],
    {
      presence: {
        isHidden: () => hidden,
        onReturn: (listener) => {
          comeBack = listener;
          return () => {
            comeBack = undefined;
          };
        },
      },
    },
  );
  const iterator = rig.client.watch(extractRubric, 'job-1');
  await iterator.next();
  const next = iterator.next();
  const firstToSettle = await Promise.race([
    next,
    new Promise((resolve) => setImmediate(resolve, 'still waiting')),
  ]);
  expect(firstToSettle).toBe('still waiting');
  expect(rig.requests).toHaveLength(1);

  hidden = false;
  comeBack?.();
  expect((await next).value).toMatchObject({ status: 'completed' });
  expect((await iterator.next()).done).toBe(true);
  expect(comeBack).toBeUndefined();
});

test('a return of the tab or the network cuts a long wait short', async () => {
  let comeBack: (() => void) | undefined;
  const rig = clientRig(
    [
      () => json(snapshot('pending'), { status: 202, headers: { 'retry-after': '30' } }),
      () => json(snapshot('completed')),
    ],
    { presence: { isHidden: () => false, onReturn: (listener) => ((comeBack = listener), () => {}) } },
  );
  rig.clock.sleep = (_ms, signal) =>
    new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(new Error('woken'))));
  const iterator = rig.client.watch(extractRubric, 'job-1');
  await iterator.next();
  const next = iterator.next();
  await new Promise((resolve) => setImmediate(resolve));
  comeBack?.();
  expect((await next).value).toMatchObject({ status: 'completed' });
});

test('an answer that is not a job is not taken for one', async () => {
  const rig = clientRig([() => json({ hello: 'world' })]);
  await expect(watched(rig)).rejects.toBeInstanceOf(ApiError);
  const page = clientRig([() => new Response('<!doctype html>', { status: 200 })]);
  await expect(watched(page)).rejects.toMatchObject({ code: 'unexpected_answer' });
});
