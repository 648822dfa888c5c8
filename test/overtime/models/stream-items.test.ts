import { http } from 'msw/http';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { completeItems } from '../../../src/overtime/models/complete-items.ts';
import { streamItems } from '../../../src/overtime/models/stream-items.ts';
import { attemptContext, type RecordingContext } from './attempt-context.ts';
import { refused, streamed } from './provider-answers.ts';
import { providerStubs } from './provider-stubs.ts';

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const stub = providerStubs.google;
const element = z.object({ name: z.string().min(2), might: z.number().max(10) });
const hero = (name: string, might = 5) => ({ name, might });
const list = (...items: object[]) => JSON.stringify({ items });

/** Answers call by call, in pieces of a few characters; the last answer is repeated. */
function modelWrites(...answers: (() => Response)[]): string[] {
  const bodies: string[] = [];
  server.use(
    http.post(stub.url, async ({ request }) => {
      bodies.push(await request.text());
      return answers[Math.min(bodies.length, answers.length) - 1]?.();
    }),
  );
  return bodies;
}
const pieces = (text: string) => text.match(/.{1,7}/gsu) ?? [];
const writes = (text: string) => () => streamed(stub.events(pieces(text), 'stop'));
const isCut = (text: string) => () => streamed(stub.events(pieces(text)), 'cut');

async function call(
  ctx: RecordingContext,
  more: Partial<Parameters<typeof streamItems<typeof element>>[1]> = {},
) {
  const seen: [number, string][] = [];
  const items = await streamItems(ctx, {
    element,
    count: 3,
    system: 'You invent heroes.',
    prompt: 'Heroes of the sea.',
    purpose: 'heroes',
    onItem: ({ name }, index) => seen.push([index, name]),
    ...more,
  });
  return { items, seen };
}
const purposes = (ctx: RecordingContext) => ctx.usage.map(({ purpose, outcome }) => [purpose, outcome]);

test('each item is given as soon as it is complete, while the next is being written', async () => {
  const text = list(hero('Ana'), hero('Bo'), hero('Cy'));
  modelWrites(writes(text));
  const ctx = attemptContext(stub.env);
  let characters = 0;
  const at: number[] = [];
  const { items } = await call(ctx, {
    onCharacters: (count) => (characters = count),
    onItem: () => at.push(characters),
  });
  expect(items).toEqual([hero('Ana'), hero('Bo'), hero('Cy')]);
  for (const [index, name] of ['Bo', 'Cy'].entries()) expect(at[index]).toBeLessThan(text.indexOf(name) + 7);
  expect(purposes(ctx)).toEqual([['heroes', 'succeeded']]);
});

test('a stream that is cut loses the item it was writing, and that one is asked for again', async () => {
  const whole = list(hero('Ana'), hero('Bo'), hero('Cyrus'));
  const bodies = modelWrites(isCut(whole.slice(0, whole.indexOf('rus'))), writes(list(hero('Dee'))));
  const ctx = attemptContext(stub.env);
  const { items, seen } = await call(ctx);
  expect(items.map(({ name }) => name)).toEqual(['Ana', 'Bo', 'Dee']);
  expect(seen).toEqual([
    [0, 'Ana'],
    [1, 'Bo'],
    [2, 'Dee'],
  ]);
  expect(bodies[0]).toContain('Write exactly 3 items');
  expect(bodies[1]).toContain('Write exactly 1 item ');
  expect(bodies[1]).toContain('begin earlier items');
  expect(bodies[1]).toContain('Bo');
  expect(bodies[1]).not.toContain('"Cy');
  expect(purposes(ctx)).toEqual([
    ['heroes', 'failed'],
    ['heroes (repair)', 'succeeded'],
  ]);
});

test('a stream that ends behind its last item has lost nothing', async () => {
  const text = list(hero('Ana'), hero('Bo'), hero('Cy')).slice(0, -1);
  const bodies = modelWrites(() => streamed(stub.events(pieces(text))));
  expect((await call(attemptContext(stub.env))).items).toHaveLength(3);
  expect(bodies).toHaveLength(1);
});

test('a stream that is cut before its first item is for the next attempt', async () => {
  const bodies = modelWrites(isCut('{"items":[{"na'));
  await expect(call(attemptContext(stub.env))).rejects.toMatchObject({ code: 'model_stream_broken' });
  expect(bodies).toHaveLength(1);
});

test('an item that breaks its schema or the check is asked for again with the complaint', async () => {
  const bodies = modelWrites(
    writes(list(hero('Ana'), hero('Bo', 99), hero('Ana'))),
    writes(list(hero('Cy'), hero('Dee'))),
  );
  const { items } = await call(attemptContext(stub.env), {
    check: ({ name }, earlier) =>
      earlier.some((one) => one.name === name) ? [`${name} is there twice.`] : [],
  });
  expect(items.map(({ name }) => name)).toEqual(['Ana', 'Cy', 'Dee']);
  expect(bodies[1]).toContain('might');
  expect(bodies[1]).toContain('Ana is there twice.');
  expect(bodies[1]).toContain('Write exactly 2 items');
});

test('too few items are asked for once more, and then fail the attempt', async () => {
  const bodies = modelWrites(writes(list(hero('Ana'))));
  const ctx = attemptContext(stub.env);
  await expect(call(ctx, { count: 4 })).rejects.toMatchObject({
    code: 'model_output_invalid',
    kinds: expect.stringContaining('Of 3 in the list "items", 2 are missing.'),
  });
  expect(bodies).toHaveLength(2);
});

test('more items than were asked for are left out', async () => {
  modelWrites(writes(list(hero('Ana'), hero('Bo'), hero('Cy'), hero('Dee'))));
  const { items, seen } = await call(attemptContext(stub.env));
  expect(items).toHaveLength(3);
  expect(seen).toHaveLength(3);
});

test('another provider goes on behind what the first one wrote', async () => {
  modelWrites(
    () => streamed(stub.events(pieces(list(hero('Ana'), hero('Bo')).slice(0, -2))), 'hang'),
    () => refused(500),
  );
  const bodies: string[] = [];
  server.use(
    http.post(providerStubs.anthropic.url, async ({ request }) => {
      bodies.push(await request.text());
      return streamed(providerStubs.anthropic.events([list(hero('Cy'))], 'stop'));
    }),
  );
  const ctx = attemptContext({ ...stub.env, ...providerStubs.anthropic.env });
  let hear = () => undefined as void;
  const heard = new Promise<void>((resolve) => (hear = resolve));
  const calling = call(ctx, { timeoutSeconds: 90, onItem: (_item, index) => index === 1 && hear() });
  await heard;
  await ctx.clock.advance(90_000);
  expect((await calling).items.map(({ name }) => name)).toEqual(['Ana', 'Bo', 'Cy']);
  expect(bodies[0]).toContain('Write exactly 1 item ');
});

test('a call that is silent after its last item has lost nothing, and no other model is called', async () => {
  modelWrites(() => streamed(stub.events(pieces(list(hero('Ana'), hero('Bo'), hero('Cy')))), 'hang'));
  const asked: unknown[] = [];
  server.use(
    http.post(providerStubs.anthropic.url, ({ request }) => {
      asked.push(request.url);
      return refused(400);
    }),
  );
  const ctx = attemptContext({ ...stub.env, ...providerStubs.anthropic.env });
  let hear = () => undefined as void;
  const heard = new Promise<void>((resolve) => (hear = resolve));
  const calling = call(ctx, { timeoutSeconds: 90, onItem: (_item, index) => index === 2 && hear() });
  await heard;
  await ctx.clock.advance(90_000);
  expect((await calling).items).toHaveLength(3);
  expect(asked).toEqual([]);
  expect(ctx.logs).toEqual([]);
});

test('a second call that is cut behind its last item has lost nothing either', async () => {
  const bodies = modelWrites(
    isCut(`${list(hero('Ana'), hero('Bo')).slice(0, -2)},{"name":"Cyrus`),
    isCut(`${list(hero('Cy'))}${'\n'.repeat(20)}`),
  );
  expect((await call(attemptContext(stub.env))).items).toHaveLength(3);
  expect(bodies).toHaveLength(2);
});

test('items are found wherever the text is cut, whatever their strings hold', () => {
  const items = [{ a: '}]{[' }, { b: 'quote " and \\ slash \\" end' }, { c: { d: [{ e: '\u{1f600}' }] } }];
  const text = JSON.stringify({ items });
  for (let size = 1; size <= text.length; size += 1) {
    const find = completeItems();
    const found: unknown[] = [];
    for (let end = size; end < text.length + size; end += size) {
      found.push(...find(text.slice(0, end)).map((json) => JSON.parse(json) as unknown));
    }
    expect(found).toEqual(items);
  }
});
