import { expect, test } from 'vitest';
import type { SupabaseChannels } from '../../../src/overtime/client/job-hints.ts';
import { extractRubric } from '../../../src/tasks/extract-rubric/contract.ts';
import { clientRig, held, json, line, snapshot } from './client-rig.ts';

/** supabase-js' channels, with Realtime played by the test. */
function realtime() {
  const joined: { topic: string; options: unknown; event: string }[] = [];
  const removed: unknown[] = [];
  let authorized = false;
  let tell: (message: { payload?: unknown }) => void = () => {};
  let change: (state: string) => void = () => {};
  const channels = {
    channel(topic: string, options: unknown) {
      const channel = {
        on(_type: string, { event }: { event: string }, listener: typeof tell) {
          joined.push({ topic, options, event });
          tell = listener;
          return channel;
        },
        subscribe(listener: typeof change) {
          if (!authorized) throw new Error('A private channel was joined as nobody.');
          change = listener;
          return channel;
        },
      };
      return channel;
    },
    removeChannel: async (channel: unknown) => {
      removed.push(channel);
      return 'ok';
    },
    realtime: {
      setAuth: async () => {
        authorized = true;
      },
    },
  };
  return {
    channels: channels as unknown as SupabaseChannels,
    joined,
    removed,
    state: (state: string) => change(state),
    hint: (payload: unknown) => tell({ payload }),
  };
}

/** A clock whose sleeps last until the time that the test sets. */
function manualTime(rig: ReturnType<typeof clientRig>) {
  let now = 0;
  const due = new Set<() => void>();
  rig.clock.now = () => now;
  rig.clock.sleep = (ms, signal) =>
    new Promise((resolve, reject) => {
      const at = now + ms;
      const check = () => {
        if (now < at) return;
        due.delete(check);
        resolve();
      };
      due.add(check);
      signal?.addEventListener('abort', () => {
        due.delete(check);
        reject(signal.reason as Error);
      });
    });
  return async (ms: number) => {
    now += ms;
    for (const check of due) check();
    await settled();
  };
}

const settled = async () => {
  for (let turn = 0; turn < 8; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

const processing = (progress: number) => () => json(snapshot('processing', progress), { status: 200 });

/** Watches a job with Realtime joined after the first, held read. */
async function joinedWatch(answers: Parameters<typeof clientRig>[0]) {
  const server = realtime();
  const first = held();
  const rig = clientRig([first.respond, ...answers], { channels: server.channels });
  const pass = manualTime(rig);
  const seen: string[] = [];
  const watching = (async () => {
    for await (const { status, progress } of rig.client.watch(extractRubric, 'job-1')) {
      seen.push(`${status} ${progress}`);
    }
  })();
  await settled();
  first.send(line(1, 'processing', 1));
  server.state('SUBSCRIBED');
  await settled();
  /** The held read ends, and what happened before the channel was joined is read once more. */
  const leaveHeldRead = async () => {
    await pass(5000);
    first.end();
    await settled();
    await pass(3000);
  };
  return { ...server, rig, pass, seen, watching, first, leaveHeldRead };
}

test('a job is followed on a private channel of its own, which is left at the end', async () => {
  const watch = await joinedWatch([]);
  expect(watch.joined).toEqual([
    { topic: 'job:job-1', options: { config: { private: true } }, event: 'job' },
  ]);
  watch.first.send(line(2, 'completed', 100));
  await watch.watching;
  expect(watch.seen).toEqual(['processing 1', 'completed 100']);
  expect(watch.removed).toHaveLength(1);
});

test('once messages arrive, no call is held, and the job is read when one has come', async () => {
  const watch = await joinedWatch([processing(10), processing(20), () => json(snapshot('completed', 100))]);
  await watch.leaveHeldRead();
  expect(watch.seen).toEqual(['processing 1', 'processing 10']);
  expect(watch.rig.requests[1]?.url).not.toContain('wait=');

  await watch.pass(4000);
  expect(watch.rig.requests).toHaveLength(2);
  watch.hint({ jobId: 'job-1', status: 'processing' });
  await settled();
  expect(watch.seen.at(-1)).toBe('processing 20');

  watch.hint({ jobId: 'job-1', status: 'completed' });
  await watch.watching;
  expect(watch.seen.at(-1)).toBe('completed 100');
  expect(watch.rig.requests).toHaveLength(4);
});

test('a stream of hints is no reason to read more often than each three seconds', async () => {
  const watch = await joinedWatch([processing(10), processing(20)]);
  await watch.leaveHeldRead();
  for (let second = 1; second <= 12; second += 1) {
    watch.hint({ jobId: 'job-1', status: 'processing' });
    await watch.pass(1000);
  }
  expect(watch.rig.requests).toHaveLength(2 + 4);
});

test('a lost message is made up for by a read each 15 seconds', async () => {
  const watch = await joinedWatch([processing(10), processing(20)]);
  await watch.leaveHeldRead();
  await watch.pass(14_000);
  expect(watch.rig.requests).toHaveLength(2);
  await watch.pass(1000);
  expect(watch.rig.requests).toHaveLength(3);
});

test('a channel that breaks has the calls held again', async () => {
  const watch = await joinedWatch([processing(10), () => json(snapshot('completed', 100))]);
  await watch.leaveHeldRead();
  await watch.pass(1000);
  watch.state('CHANNEL_ERROR');
  await watch.watching;
  expect(watch.rig.requests.at(-1)?.url).toContain('wait=8');
});

test('what a message says is not shown, and a strange one does no harm', async () => {
  const watch = await joinedWatch([processing(10), processing(11), () => json(snapshot('completed', 100))]);
  await watch.leaveHeldRead();
  watch.hint({ status: 'completed', progress: 100, result: 'forged' });
  await settled();
  expect(watch.seen.at(-1)).toBe('processing 11');
  watch.hint(undefined);
  await watch.pass(3000);
  await watch.watching;
  expect(watch.seen.at(-1)).toBe('completed 100');
});

test('a project without channels is watched as ever', async () => {
  const rig = clientRig([() => json(snapshot('completed'))], {
    channels: {} as unknown as SupabaseChannels,
  });
  const seen: string[] = [];
  for await (const { status } of rig.client.watch(extractRubric, 'job-1')) seen.push(status);
  expect(seen).toEqual(['completed']);
});
