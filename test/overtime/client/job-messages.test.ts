import { expect, test, vi } from 'vitest';
import type { PagePresence } from '../../../src/overtime/client.ts';
import type { SupabaseChannels } from '../../../src/overtime/client/job-messages.ts';
import { extractRubric } from '../../../src/tasks/extract-rubric/contract.ts';
import { clientRig, json, line, snapshot } from './client-rig.ts';

/** supabase-js' channels, with Realtime played by the test. */
function realtime() {
  const joined: { topic: string; options: unknown; event: string }[] = [];
  const removed: unknown[] = [];
  let authorized = false;
  let disconnected = 0;
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
      getChannels: () => (removed.length === joined.length ? [] : joined),
      disconnect: () => {
        disconnected += 1;
      },
    },
  };
  return {
    channels: channels as unknown as SupabaseChannels,
    joined,
    removed,
    disconnected: () => disconnected,
    state: (state: string) => change(state),
    say: (payload: unknown) => tell({ payload }),
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

const row =
  (version: number, ...of: Parameters<typeof snapshot>) =>
  () =>
    json(snapshot(...of), { headers: { etag: line(version, ...of).etag, 'retry-after': '1' } });

/** Watches a job with Realtime, whose channel is joined before the first read. */
async function joinedWatch(
  answers: Parameters<typeof clientRig>[0],
  state = 'SUBSCRIBED',
  presence?: PagePresence,
) {
  const server = realtime();
  const rig = clientRig(answers, { channels: server.channels, ...(presence && { presence }) });
  const pass = manualTime(rig);
  const seen: string[] = [];
  const watching = (async () => {
    for await (const job of rig.client.watch(extractRubric, 'job-1')) {
      const stages = job.stages.map(({ name, item, progress }) => ` ${name}.${item}=${progress}`).join('');
      const title = 'partial' in job && job.partial ? ` ${job.partial.rubric?.title}` : '';
      seen.push(`${job.status} ${job.progress}${stages}${title}`);
    }
  })();
  await vi.waitFor(() => expect(server.joined).toHaveLength(1));
  await settled();
  server.state(state);
  await settled();
  return { ...server, rig, pass, seen, watching };
}

const stage = (name: string, item: number, progress: number) => ({ name, item, progress, title: name });

test('a job is read once at the start and once at the end, and what happens between comes by messages', async () => {
  const watch = await joinedWatch([row(1, 'pending'), row(9, 'completed', 100)]);
  expect(watch.joined).toEqual([
    { topic: 'job:job-1', options: { config: { private: true } }, event: 'job' },
  ]);
  watch.say({ since: 1, version: 2, status: 'processing', changes: [[['status'], 'processing']] });
  // What the row does not have yet, and then what it has become.
  const title = (text: string) => [[['partial'], { rubric: { title: text } }]];
  const ahead = (changes: unknown[], ...stages: unknown[]) => ({ ahead: { changes, stages } });
  const none = { changes: [], stages: [] };
  watch.say({ since: 2, version: 2, ...none, ...ahead(title('An E'), stage('read', 0, 10)) });
  watch.say({ since: 2, version: 2, ...none, ...ahead([[['progress'], 5], ...title('An Essay')]) });
  watch.say({
    since: 2,
    version: 3,
    changes: title('An Ess'),
    stages: [stage('read', 0, 100)],
    ...ahead([
      [['progress'], 5],
      [['partial', 'rubric', 'title'], 'ay', true],
    ]),
  });
  watch.say({ since: 3, version: 3, ...none, ...ahead([[['partial', 'rubric', 'title'], 'ays', true]]) });
  await settled();
  expect(watch.seen).toEqual([
    'pending 0',
    'processing 0',
    'processing 0 read.0=10 An E',
    'processing 5 An Essay',
    'processing 5 read.0=100 An Essay',
    'processing 0 read.0=100 An Essays',
  ]);
  expect(watch.rig.requests).toHaveLength(1);
  watch.say({ since: 8, version: 9, status: 'completed' });
  await watch.watching;
  expect(watch.seen.at(-1)).toBe('completed 100');
  expect(watch.rig.requests).toHaveLength(2);
  expect(watch.rig.requests[1]?.headers.get('if-none-match')).toBe('W/"job-1.3"');
  expect(watch.rig.requests.map(({ url }) => url.includes('wait='))).toEqual([false, false]);
  expect(watch.removed).toHaveLength(1);
  // Or a program in Node would not end before supabase-js ends it, after 50 seconds.
  await vi.waitFor(() => expect(watch.disconnected()).toBe(1));
});

test('a hidden tab hears messages and reads the end, and nothing else until it is shown', async () => {
  let hidden = true;
  const listeners = new Set<() => void>();
  const watch = await joinedWatch(
    [row(1, 'processing', 1), row(7, 'processing', 70), row(9, 'completed', 100)],
    'SUBSCRIBED',
    {
      isHidden: () => hidden,
      onChange: (listener) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
  );
  const show = async (isHidden: boolean) => {
    hidden = isHidden;
    for (const listener of listeners) listener();
    await settled();
  };
  watch.say({ since: 1, version: 2, changes: [[['progress'], 20]] });
  await settled();
  await watch.pass(3_600_000);
  // A message is missing: what follows cannot be applied, and is read when somebody looks.
  watch.say({ since: 5, version: 6, changes: [[['progress'], 60]] });
  await watch.pass(3_600_000);
  expect(watch.seen).toEqual(['processing 1', 'processing 20']);
  expect(watch.rig.requests).toHaveLength(1);
  await show(false);
  expect(watch.seen.slice(2)).toEqual(['processing 70']);

  await show(true);
  watch.say({ since: 7, version: 8, changes: [[['progress'], 80]] });
  await settled();
  expect(watch.seen.slice(3)).toEqual(['processing 80']);
  watch.say({ since: 8, version: 9, status: 'completed' });
  await watch.watching;
  expect(watch.seen.slice(4)).toEqual(['completed 100']);
  expect(watch.rig.requests).toHaveLength(3);
  expect(listeners.size).toBe(0);
});

test('a message that builds on a version that is not known has the job read, at most each second', async () => {
  const watch = await joinedWatch([row(1, 'processing', 1), row(5, 'processing', 50)]);
  watch.say({ since: 3, version: 4, changes: [[['progress'], 40]], stages: [] });
  await settled();
  expect(watch.rig.requests).toHaveLength(1);
  await watch.pass(1000);
  expect(watch.seen).toEqual(['processing 1', 'processing 50']);
  // Older ones, and strange ones, change nothing.
  watch.say({ since: 3, version: 4, changes: [[['progress'], 41]], stages: [] });
  watch.say({ since: 4, version: 5, changes: [[['progress'], 42]], stages: [] });
  watch.say(undefined);
  watch.say({ status: 'completed', progress: 100, result: 'forged' });
  await watch.pass(1000);
  expect(watch.seen).toHaveLength(2);
  expect(watch.rig.requests).toHaveLength(2);
});

test('without messages the job is read each 15 seconds', async () => {
  const watch = await joinedWatch([row(1, 'processing', 1), row(2, 'processing', 2)]);
  await watch.pass(14_000);
  expect(watch.rig.requests).toHaveLength(1);
  await watch.pass(1000);
  expect(watch.rig.requests).toHaveLength(2);
});

test('a channel that is refused or breaks has the calls held', async () => {
  const refused = await joinedWatch([row(1, 'processing', 1)], 'CHANNEL_ERROR');
  expect(refused.rig.requests[0]?.url).toContain('wait=8');

  const broken = await joinedWatch([row(1, 'processing', 1), row(2, 'completed', 100)]);
  broken.state('CHANNEL_ERROR');
  await broken.pass(1000);
  await broken.watching;
  expect(broken.rig.requests.at(-1)?.url).toContain('wait=8');
});

test('a channel that is joined late has the job read again, for what was not heard', async () => {
  const server = realtime();
  const rig = clientRig([row(1, 'pending'), row(2, 'completed', 100)], { channels: server.channels });
  const pass = manualTime(rig);
  const watching = (async () => {
    for await (const { status } of rig.client.watch(extractRubric, 'job-1')) void status;
  })();
  await settled();
  expect(rig.requests).toHaveLength(0);
  await pass(600);
  expect(rig.requests).toHaveLength(1);
  server.state('SUBSCRIBED');
  await pass(1000);
  await watching;
  expect(rig.requests).toHaveLength(2);
});

test('items of a stage take their places in the list', async () => {
  const begun = {
    ...snapshot('processing', 0),
    stages: [stage('outline', 0, 100), stage('chapter', 0, 0), stage('end', 0, 0)],
  };
  const watch = await joinedWatch([() => json(begun, { headers: { etag: 'W/"job-1.1"' } })]);
  watch.say({ since: 1, version: 1, changes: [], stages: [stage('chapter', 1, 5), stage('chapter', 2, 7)] });
  await settled();
  expect(watch.seen.at(-1)).toBe('processing 0 outline.0=100 chapter.1=5 chapter.2=7 end.0=0');
});

test('a project without channels is watched as ever', async () => {
  const rig = clientRig([() => json(snapshot('completed'))], {
    channels: {} as unknown as SupabaseChannels,
  });
  const seen: string[] = [];
  for await (const { status } of rig.client.watch(extractRubric, 'job-1')) seen.push(status);
  expect(seen).toEqual(['completed']);
});
