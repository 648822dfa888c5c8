import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Engine } from '../../../src/overtime/engine/engine.ts';
import { runAttempt } from '../../../src/overtime/engine/run-attempt.ts';
import type { WorkerEnvironment } from '../../../src/overtime/engine/worker-environment.ts';
import { generateBook } from '../../../src/tasks/generate-book/contract.ts';
import { generateBookTask } from '../../../src/tasks/generate-book/run.ts';
import { providerStubs } from '../models/provider-stubs.ts';
import { bookModel } from '../../tasks/generate-book/book-model.ts';
import { adventure } from '../../tasks/generate-book/sample-request.ts';
import { attemptRig } from './attempt-rig.ts';

const rig = attemptRig();
const server = setupServer();
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

/** A worker with the provider's key, whose files are kept by path; `files` are those of earlier workers. */
function worker(engine: Engine = rig.engine, files = new Map<string, Uint8Array>()) {
  const environment: WorkerEnvironment = {
    ...rig.environment,
    engine,
    env: providerStubs.google.env,
    saveFile: async (path, bytes) => {
      files.set(path, bytes);
    },
    readFile: async (_, path) => files.get(path) ?? Promise.reject(new Error(`${path} was never saved.`)),
  };
  return { files, environment };
}

/** The engine of a worker that is killed when it has saved so many items of a stage: nothing is heard of it again. */
function killedAfter(saves: number, stage: string): Engine {
  let left = saves;
  let dead = false;
  const silence = new Promise<never>(() => undefined);
  const alive =
    <Arguments extends unknown[], T>(call: (...parameters: Arguments) => Promise<T>) =>
    (...parameters: Arguments): Promise<T> =>
      dead ? silence : call(...parameters);
  return {
    ...rig.engine,
    heartbeat: alive(rig.engine.heartbeat),
    complete: alive(rig.engine.complete),
    fail: alive(rig.engine.fail),
    saveStage: alive(async (job, leaseSeconds, save) => {
      if (save.name === stage) {
        left -= 1;
        dead = left === 0;
      }
      return rig.engine.saveStage(job, leaseSeconds, save);
    }),
  };
}

const claim = async () => {
  const job = await rig.engine.claim('generate-book', generateBook.policy, null);
  if (!job) throw new Error('Nothing was due.');
  return job;
};

const savedItems = (stage: string) =>
  rig.database.sql<{ item: number; attempt: number }[]>`
    select item, attempt from overtime.job_stages
    where name = ${stage} and status = 'completed' order by item`;
const savedScenes = () => savedItems('scene_creation');

test('a book whose worker is killed after three of five scenes has the other two written, and no more', async () => {
  await rig.database.enqueue('book', {
    p_task: 'generate-book',
    p_input: generateBook.input.parse(adventure),
  });

  const first = bookModel();
  server.use(...first.handlers);
  const lost = await claim();
  void runAttempt(
    generateBookTask,
    lost,
    worker(killedAfter(3, 'scene_creation')).environment,
    rig.limits(),
    () => false,
  );
  await vi.waitFor(async () => expect(await savedScenes()).toHaveLength(3), { timeout: 10_000 });
  expect(first.count('scene')).toBe(5);
  const kept = (await savedScenes()).map(({ item }) => item);
  expect(await rig.database.row('book')).toMatchObject({ status: 'processing', attempt: 1 });

  // Its lease ends, and the next claim finds it.
  await rig.database.passSeconds(31);
  server.resetHandlers();
  const second = bookModel();
  server.use(...second.handlers);
  const { files, environment } = worker();
  const outcome = await runAttempt(generateBookTask, await claim(), environment, rig.limits(), () => false);
  expect(outcome).toEqual({ kind: 'completed', next: null });

  const missing = [1, 2, 3, 4, 5].filter((scene) => !kept.includes(scene));
  expect(second.calls.filter(({ asked }) => asked === 'scene').map(({ scene }) => scene)).toEqual(missing);
  expect([second.count('plan'), second.count('story'), second.count('review')]).toEqual([0, 0, 5]);
  expect(await savedScenes()).toEqual(
    [1, 2, 3, 4, 5].map((item) => ({ item, attempt: kept.includes(item) ? 1 : 2 })),
  );

  const row = await rig.database.row('book');
  expect(row).toMatchObject({ status: 'completed', attempt: 2, progress: 100 });
  const result = generateBook.result.parse(row['result']);
  expect(result.scenes.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
  expect([...files.keys()].toSorted()).toEqual(result.files.map(({ path }) => path).toSorted());
  expect(result.pdf.path).toBe(`${lost.userId}/book/Luna-and-the-Lost-Lantern.pdf`);
});

test('a book whose worker is killed among its pictures has the missing ones drawn, and none twice', async () => {
  await rig.database.enqueue('book', {
    p_task: 'generate-book',
    p_input: generateBook.input.parse(adventure),
  });
  const first = bookModel();
  server.use(...first.handlers);
  const killed = worker(killedAfter(2, 'picture_creation'));
  void runAttempt(generateBookTask, await claim(), killed.environment, rig.limits(), () => false);
  await vi.waitFor(async () => expect(await savedItems('picture_creation')).toHaveLength(2), {
    timeout: 10_000,
  });
  const kept = (await savedItems('picture_creation')).map(({ item }) => item);

  await rig.database.passSeconds(31);
  server.resetHandlers();
  const second = bookModel();
  server.use(...second.handlers);
  const { files, environment } = worker(rig.engine, killed.files);
  const outcome = await runAttempt(generateBookTask, await claim(), environment, rig.limits(), () => false);
  expect(outcome).toEqual({ kind: 'completed', next: null });

  // Five scenes and the cover, of which two were saved.
  expect(second.drawn).toHaveLength(4);
  expect(second.calls).toEqual([]);
  expect(await savedItems('picture_creation')).toEqual(
    [1, 2, 3, 4, 5, 6].map((item) => ({ item, attempt: kept.includes(item) ? 1 : 2 })),
  );
  const result = generateBook.result.parse((await rig.database.row('book'))['result']);
  for (const { picture } of result.scenes) expect(files.has(picture?.path ?? '')).toBe(true);
  expect(files.has(result.cover?.path ?? '')).toBe(true);
  const drawnCalls = await rig.database.sql`
    select 1 from overtime.job_usage where purpose = 'picture' and attempt = 2`;
  expect(drawnCalls).toHaveLength(4);
});

test('a later attempt shows the scenes of an earlier one beside those that it writes', async () => {
  await rig.database.enqueue('book', {
    p_task: 'generate-book',
    p_input: generateBook.input.parse(adventure),
  });
  server.use(...bookModel().handlers);
  void runAttempt(
    generateBookTask,
    await claim(),
    worker(killedAfter(4, 'scene_creation')).environment,
    rig.limits(),
    () => false,
  );
  await vi.waitFor(async () => expect(await savedScenes()).toHaveLength(4), { timeout: 10_000 });
  await rig.database.passSeconds(31);

  // The second worker is still at the fifth scene when its first heartbeat comes.
  server.resetHandlers();
  let release = () => {};
  const held = new Promise<undefined>((resolve) => (release = () => resolve(undefined)));
  const model = bookModel(({ asked }) => (asked === 'scene' ? held : undefined));
  server.use(...model.handlers);
  const attempt = runAttempt(
    generateBookTask,
    await claim(),
    worker().environment,
    rig.limits(),
    () => false,
  );
  await vi.waitFor(() => expect(model.count('scene')).toBe(1));
  await rig.pass(1);
  await vi.waitFor(async () => {
    const [row] = await rig.database.sql`select partial from overtime.job_partials`;
    const { title, scenes } = generateBook.partial.parse(row?.['partial']);
    expect(title).toBe('Luna and the Lost Lantern');
    expect(scenes.filter(({ text }) => text !== undefined)).toHaveLength(4);
  });
  release();
  expect(await attempt).toEqual({ kind: 'completed', next: null });
});
