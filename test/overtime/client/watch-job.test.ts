import { expect, test, vi } from 'vitest';
import { ApiError, type WatchOptions } from '../../../src/overtime/client.ts';
import { extractRubric } from '../../../src/tasks/extract-rubric/contract.ts';
import type { JobSnapshot } from '../../../src/overtime/job.ts';
import { clientRig, held, json, line, problem, snapshot, type Rig } from './client-rig.ts';

async function watched(rig: Rig, options?: WatchOptions, seen: string[] = []): Promise<string[]> {
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
  expect(rig.requests[0]?.url).toBe(
    'https://site.test/.netlify/functions/extract-rubric-status?jobId=job-1&wait=8',
  );
  expect(rig.requests[0]?.headers.get('accept')).toBe('application/x-ndjson, application/json');
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

/** A page whose presence the test decides. */
function tabOf(hidden = false) {
  const listeners = new Set<() => void>();
  const show = (isHidden: boolean) => {
    hidden = isHidden;
    for (const listener of listeners) listener();
  };
  return {
    listeners,
    hide: () => show(true),
    show: () => show(false),
    /** The network went or came. */
    network: () => show(hidden),
    presence: {
      isHidden: () => hidden,
      onChange: (listener: () => void) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
  };
}

const settled = async () => {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

test('in a hidden tab nothing is read after the first snapshot until the tab is shown again', async () => {
  const tab = tabOf(true);
  const rig = clientRig(
    [() => json(snapshot('processing'), { status: 202 }), () => json(snapshot('completed'))],
    tab,
  );
  const iterator = rig.client.watch(extractRubric, 'job-1');
  await iterator.next();
  const next = iterator.next();
  await settled();
  expect(rig.requests.map(({ url }) => new URL(url).search)).toEqual(['?jobId=job-1']);

  tab.show();
  expect((await next).value).toMatchObject({ status: 'completed' });
  expect((await iterator.next()).done).toBe(true);
  expect(tab.listeners.size).toBe(0);
});

test('a return of the tab or the network cuts a long wait short', async () => {
  const tab = tabOf();
  const rig = clientRig(
    [
      () => json(snapshot('pending'), { status: 202, headers: { 'retry-after': '30' } }),
      () => json(snapshot('completed')),
    ],
    tab,
  );
  rig.clock.sleep = (_ms, signal) =>
    new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(new Error('woken'))));
  const iterator = rig.client.watch(extractRubric, 'job-1');
  await iterator.next();
  const next = iterator.next();
  await settled();
  tab.network();
  expect((await next).value).toMatchObject({ status: 'completed' });
});

test('one held read tells every change up to the end', async () => {
  const answer = held();
  const rig = clientRig([answer.respond]);
  const iterator = rig.client.watch(extractRubric, 'job-1');
  const first = iterator.next();
  await settled();
  answer.send(line(1, 'pending'), line(2, 'processing', 10));
  expect((await first).value).toMatchObject({ status: 'pending' });
  expect((await iterator.next()).value).toMatchObject({ progress: 10 });
  const last = iterator.next();
  answer.send(line(3, 'completed', 100));
  expect((await last).value).toMatchObject({ status: 'completed' });
  expect((await iterator.next()).done).toBe(true);
  expect(rig.requests).toHaveLength(1);
  expect(rig.clock.sleeps).toEqual([]);
});

test('a held read that ends in the middle of the job is followed by the next one at once', async () => {
  const answer = held();
  const rig = clientRig([answer.respond, () => json(snapshot('completed', 100))]);
  let now = 0;
  rig.clock.now = () => now;
  const iterator = rig.client.watch(extractRubric, 'job-1');
  const first = iterator.next();
  await settled();
  answer.send(line(7, 'processing', 10));
  await first;
  now = 25_000;
  const next = iterator.next();
  answer.end();
  expect((await next).value).toMatchObject({ status: 'completed' });
  expect(rig.requests[1]?.headers.get('if-none-match')).toBe('W/"job-1.7"');
  expect(rig.clock.sleeps).toEqual([]);
});

test('a held read that ends at once is no reason to hurry', async () => {
  const rig = clientRig([
    () => {
      const answer = held();
      const response = answer.respond(new Request('https://site.test'));
      answer.send(line(7, 'processing', 10));
      answer.end();
      return response;
    },
    () => json(snapshot('completed', 100)),
  ]);
  expect(await watched(rig)).toEqual(['processing 10', 'completed 100']);
  expect(rig.clock.sleeps).toEqual([1000]);
});

test('a held read is closed when the tab is hidden, and opened again when it is shown', async () => {
  const tab = tabOf();
  const answer = held();
  const heard: unknown[] = [];
  const rig = clientRig([answer.respond, () => json(snapshot('completed', 100))], tab);
  const iterator = rig.client.watch(extractRubric, 'job-1', { onTrouble: (error) => heard.push(error) });
  const first = iterator.next();
  await settled();
  answer.send(line(7, 'processing', 10));
  await first;
  const next = iterator.next();
  await settled();
  expect(answer.isOpen()).toBe(true);
  tab.hide();
  await settled();
  expect(answer.isOpen()).toBe(false);
  expect(rig.requests).toHaveLength(1);
  tab.show();
  expect((await next).value).toMatchObject({ status: 'completed' });
  expect(heard).toEqual([]);
});

test('who stops watching hangs up', async () => {
  const answer = held();
  const rig = clientRig([answer.respond]);
  const controller = new AbortController();
  const iterator = rig.client.watch(extractRubric, 'job-1', { signal: controller.signal });
  const first = iterator.next();
  await settled();
  answer.send(line(7, 'processing', 10));
  await first;
  const next = iterator.next();
  await settled();
  controller.abort(new Error('unmounted'));
  await expect(next).rejects.toThrow('unmounted');
  expect(answer.isOpen()).toBe(false);
  expect(rig.requests).toHaveLength(1);
});

test('leaving the loop hangs up as well', async () => {
  const answer = held();
  const rig = clientRig([answer.respond]);
  const watching = async () => {
    for await (const { progress } of rig.client.watch(extractRubric, 'job-1')) {
      if (progress > 0) return;
    }
  };
  const done = watching();
  await settled();
  answer.send(line(7, 'processing', 10));
  await done;
  expect(answer.isOpen()).toBe(false);
});

test('a connection that says nothing any more is given up and named', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const answer = held();
    const heard: (string | null)[] = [];
    const noAnswer = ({ signal }: Request) =>
      new Promise<Response>((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason as Error)),
      );
    const rig = clientRig([noAnswer, answer.respond, () => json(snapshot('completed'))]);
    const iterator = rig.client.watch(extractRubric, 'job-1', {
      onTrouble: (error) => heard.push(error?.message ?? null),
    });
    const first = iterator.next();
    await settled();
    await vi.advanceTimersByTimeAsync(30_000);
    await settled();
    expect(heard).toEqual(['The server has not answered for 30 seconds. Try again in a moment.']);
    answer.send(line(7, 'processing', 10));
    await first;
    const next = iterator.next();
    await vi.advanceTimersByTimeAsync(15_000);
    expect((await next).value).toMatchObject({ status: 'completed' });
    expect(answer.isOpen()).toBe(false);
  } finally {
    vi.useRealTimers();
  }
});

test('a job of many minutes is polled, since a held call costs as much as a worker', async () => {
  const old = snapshot('processing', 10);
  const rig = clientRig([
    () => json({ ...old, performance: { ...(old['performance'] as object), durationMs: 299_000 } }),
    () => json({ ...old, performance: { ...(old['performance'] as object), durationMs: 300_000 } }),
    () => json(snapshot('completed')),
  ]);
  await watched(rig);
  expect(rig.requests.map(({ url }) => new URL(url).searchParams.get('wait'))).toEqual(['8', '8', null]);
});

test('after one held call that broke, the job is polled', async () => {
  const first = held();
  const rig = clientRig([
    first.respond,
    () => json(snapshot('processing', 20), { headers: { 'retry-after': '2' } }),
    () => json(snapshot('completed', 100)),
  ]);
  const seen: string[] = [];
  const watching = watched(rig, {}, seen);
  await vi.waitFor(() => expect(first.isOpen()).toBe(true));
  first.send(line(1, 'processing', 10));
  await vi.waitFor(() => expect(seen).toHaveLength(1));
  first.break();
  await watching;
  expect(seen).toEqual(['processing 10', 'processing 20', 'completed 100']);
  expect(rig.requests.map(({ url }) => new URL(url).searchParams.get('wait'))).toEqual(['8', null, null]);
});

test('after one held call that arrived all at once, at its end, the job is polled', async () => {
  const gathered = held();
  const rig = clientRig([gathered.respond, () => json(snapshot('completed', 100))]);
  const watching = watched(rig);
  await vi.waitFor(() => expect(gathered.isOpen()).toBe(true));
  await rig.clock.sleep(8000);
  gathered.send(line(1, 'processing', 10), line(2, 'processing', 20));
  gathered.end();
  expect(await watching).toEqual(['processing 10', 'processing 20', 'completed 100']);
  expect(rig.requests.map(({ url }) => new URL(url).searchParams.get('wait'))).toEqual(['8', null]);
});

test('a job whose time has not come is polled', async () => {
  const rig = clientRig([
    () => json({ ...snapshot('pending'), waitsFor: 'time' }, { status: 202 }),
    () => json(snapshot('completed')),
  ]);
  await watched(rig);
  expect(rig.requests.map(({ url }) => new URL(url).searchParams.get('wait'))).toEqual(['8', null]);
});

test('an answer that is not a job is not taken for one', async () => {
  const rig = clientRig([() => json({ hello: 'world' })]);
  await expect(watched(rig)).rejects.toBeInstanceOf(ApiError);
  const page = clientRig([() => new Response('<!doctype html>', { status: 200 })]);
  await expect(watched(page)).rejects.toMatchObject({ code: 'unexpected_answer' });
});

test('a job that was cancelled since an earlier watch keeps what that showed', async () => {
  const writing = { rubric: { title: 'An Essay' } };
  const rig = clientRig([() => json({ ...snapshot('cancelled', 40), partial: null })]);
  const shown = { ...snapshot('processing', 40), partial: writing } as JobSnapshot;
  const seen = [];
  for await (const job of rig.client.watch(extractRubric, 'job-1', { shown })) seen.push(job);
  expect(seen).toMatchObject([{ status: 'cancelled', partial: writing }]);
});
