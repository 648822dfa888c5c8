import { expect, test } from 'vitest';
import { loreKinds, type LoreKind } from '../../src/tasks/lore/lore-contract.ts';
import { plainName } from '../../src/tasks/lore/same-name.ts';
import { sampleLore } from '../tasks/lore/sample-lore.ts';
import { sampleSettings } from './sample-settings.ts';
import { newVisitor, type Accepted, type AnySnapshot, type Visitor } from './visitor.ts';
import { withDatabase } from './with-database.ts';

const setSamples = sampleSettings();
const sql = withDatabase();
const theme = 'a drowned city of bell founders';

interface Item {
  readonly name: string;
  readonly description: string;
}

async function run(visitor: Visitor, task: string, input: object): Promise<AnySnapshot[]> {
  const { status, body } = await visitor.call<Accepted>('POST', `/.netlify/functions/${task}-trigger`, input);
  expect([status, body]).toMatchObject([202, { status: 'pending' }]);
  return visitor.watch(body.statusUrl);
}

function resultOf(last: AnySnapshot | undefined): unknown {
  if (last?.status !== 'completed') throw new Error(JSON.stringify(last));
  return last.result;
}

const itemsOf = (last: AnySnapshot | undefined) => (resultOf(last) as { items: Item[] }).items;

test('lore of five kinds, each with names of its own, becomes a world that its owner keeps', async () => {
  setSamples({ paceSeconds: 0, chaos: [] });
  const visitor = await newVisitor();
  const lore: Partial<Record<LoreKind, Item[]>> = {};
  for (const kind of loreKinds) {
    const seen = await run(visitor, `generate-${kind}`, { theme, existingLore: lore });
    const last = seen.at(-1);
    const items = itemsOf(last);
    expect(items).toHaveLength(3);
    for (const { description } of items) expect(description.split(' ').length).toBeGreaterThan(4);
    expect(last?.sample).toBe(true);
    expect(last?.stages.map(({ name, item, status }) => [name, item, status])).toEqual([
      ['generation', 1, 'completed'],
      ['generation', 2, 'completed'],
      ['generation', 3, 'completed'],
    ]);
    lore[kind] = items;
  }
  const names = loreKinds.flatMap((kind) => lore[kind] ?? []).map(({ name }) => plainName(name));
  expect(new Set(names).size).toBe(15);

  const chosen = Object.fromEntries(loreKinds.map((kind) => [kind, lore[kind]?.slice(0, 1)]));
  const last = (await run(visitor, 'create-world', { theme, lore: chosen })).at(-1);
  const world = resultOf(last) as { worldId: string; title: string; story: string; wordCount: number };
  expect(world.worldId).toBe(last?.jobId);
  expect(world.wordCount).toBeGreaterThan(600);
  expect(world.story.match(/^## \S/gm)?.length).toBeGreaterThanOrEqual(3);
  expect(world.story).toContain(lore.characters?.[0]?.name);

  const readBy = (who: Visitor) => who.supabase.from('worlds').select('*').eq('id', world.worldId);
  expect((await readBy(visitor)).data).toMatchObject([
    { title: world.title, theme, story: world.story, lore: chosen, sample: true },
  ]);
  expect((await readBy(await newVisitor())).data).toEqual([]);
});

test('characters appear one by one while they are written, and progress counts them', async () => {
  setSamples({ paceSeconds: 6, chaos: [] });
  const seen = await run(await newVisitor(), 'generate-characters', { theme, count: 4 });
  const last = seen.at(-1);
  const names = itemsOf(last).map(({ name }) => name);
  expect(names).toHaveLength(4);

  const running = seen.flatMap((snapshot) => (snapshot.status === 'processing' ? [snapshot] : []));
  const counts = running.map(({ partial }) => {
    const shown = ((partial ?? {}) as { items?: Item[] }).items ?? [];
    expect(shown.map(({ name }) => name)).toEqual(names.slice(0, shown.length));
    return shown.length;
  });
  expect(counts.toSorted((a, b) => a - b)).toEqual(counts);
  expect(counts.some((count) => count > 0 && count < 4)).toBe(true);
  const progress = seen.map((snapshot) => snapshot.progress);
  expect(progress.toSorted((a, b) => a - b)).toEqual(progress);
  expect(running.some(({ message }) => /^[1-3] of 4: /.test(message ?? ''))).toBe(true);
});

test('a stream that breaks costs the item that was being written and no other', async () => {
  setSamples({ paceSeconds: 2, chaos: ['drop'] });
  const visitor = await newVisitor();
  const last = (await run(visitor, 'generate-factions', { theme, count: 4 })).at(-1);
  expect(itemsOf(last)).toHaveLength(4);
  expect(last).toMatchObject({ attempt: 1 });
  const calls = await sql`
    select outcome, purpose from overtime.job_usage where job_id = ${last?.jobId ?? ''} order by started_at`;
  expect(calls.map(({ outcome }) => outcome as string)).toEqual(['failed', 'succeeded']);
  const saved = await sql<{ attempt: number; name: string }[]>`
    select attempt, output ->> 'name' as name from overtime.job_stages
    where job_id = ${last?.jobId ?? ''} order by item`;
  expect(saved.map(({ name }) => name)).toEqual(itemsOf(last).map(({ name }) => name));
});

test('a world that cannot be saved fails its job, which is then neither completed nor at work', async () => {
  const visitor = await newVisitor();
  await sql`alter table public.worlds add constraint no_such_theme check (theme <> 'an unsavable one')`;
  try {
    const last = (await run(visitor, 'create-world', { theme: 'an unsavable one', lore: sampleLore })).at(-1);
    expect(last).toMatchObject({ status: 'failed', errorCode: 'not_saved', attempt: 1 });
    // The story itself was written: it is the saving that failed.
    expect(last?.stages.map(({ status }) => status)).toEqual(last?.stages.map(() => 'completed'));
    expect(last?.stages.length).toBeGreaterThanOrEqual(4);
    expect(last?.error).toContain('refused to save');
  } finally {
    await sql`alter table public.worlds drop constraint no_such_theme`;
  }
});
