import { expect, test } from 'vitest';
import { createWorld } from '../../../src/tasks/create-world/contract.ts';
import { createWorldTask } from '../../../src/tasks/create-world/run.ts';
import { sampleEnv, taskRig, mockedProvider } from '../task-rig.ts';
import { sampleLore } from '../lore/sample-lore.ts';

const modelWrites = mockedProvider();
const input = { theme: 'a tidal city', lore: sampleLore };

const plan = {
  title: 'The Cracked Bell',
  premise: 'A keeper must choose between her hands and her city.',
  chapters: [
    { heading: 'Low Water', summary: 'Ines Marrow walks through Low Harrow and finds the Tidebell cracked.' },
    { heading: 'The Ledger', summary: 'The Salt Ledger offers to buy the bell and her debts.' },
    { heading: 'Two Tides', summary: 'The Night of Two Tides comes again, and she rings.' },
  ],
};
const chapter = (line: string) =>
  `${line} ${'The water rose against the wall and the wall held. '.repeat(15)}`;
const texts = ['She came at dawn.', 'They came at noon.', 'The sea came at night.'].map(chapter);

test('the story is planned out of the lore and written chapter by chapter, each with what went before', async () => {
  const bodies = modelWrites(JSON.stringify(plan), ...texts);
  const { ctx, partials, progress } = taskRig(createWorld, input);
  const world = await createWorldTask.run(ctx);

  expect(createWorld.result.parse(world)).toEqual(world);
  expect(world).toMatchObject({ worldId: 'job-1', title: 'The Cracked Bell', premise: plan.premise });
  expect(world.story.match(/^## .*$/gm)).toEqual(['## Low Water', '## The Ledger', '## Two Tides']);
  for (const text of texts) expect(world.story).toContain(text.trim());
  expect(world.wordCount).toBeGreaterThan(3 * 150);

  expect(bodies).toHaveLength(4);
  for (const name of ['Ines Marrow', 'The Salt Ledger', 'Low Harrow', 'The Night of Two Tides', 'Tidebell']) {
    for (const body of bodies) expect(body).toContain(name);
  }
  expect(bodies[1]).not.toContain('end of the story so far');
  expect(bodies[3]).toContain('They came at noon.');
  expect(bodies[3]).toContain('bring the story to its end');

  const shown = partials.map(({ story }) => story?.length ?? 0);
  expect(shown).toEqual(shown.toSorted((a, b) => a - b));
  expect(partials.at(-1)).toEqual({ title: world.title, premise: world.premise, story: world.story });
  expect(progress.flatMap(({ message }) => message ?? [])).toEqual([
    'Planning the story',
    'Writing chapter 1 of 3: Low Water',
    'Writing chapter 2 of 3: The Ledger',
    'Writing chapter 3 of 3: Two Tides',
  ]);
});

test('a plan that leaves out chosen lore goes back with its name', async () => {
  const offer = { heading: 'An Offer', summary: 'Somebody offers to pay.' };
  const forgetful = { ...plan, chapters: plan.chapters.with(1, offer) };
  const bodies = modelWrites(JSON.stringify(forgetful), JSON.stringify(plan), ...texts);
  const { ctx } = taskRig(createWorld, input);

  expect((await createWorldTask.run(ctx)).story).toContain('## The Ledger');
  expect(bodies[1]).toContain('The Salt Ledger\\" of the factions occurs in no chapter');
  expect(ctx.usage).toHaveLength(5);
});

test('the title that the user chose is the title', async () => {
  modelWrites(JSON.stringify(plan), ...texts);
  const { ctx } = taskRig(createWorld, { ...input, title: 'Bells' });
  expect(await createWorldTask.run(ctx)).toMatchObject({ title: 'Bells' });
});

test('a chapter that breaks off leaves those before it; a later attempt goes on from there', async () => {
  const [one = '', two = '', three = ''] = texts;
  modelWrites(JSON.stringify(plan), one, { cut: two });
  const first = taskRig(createWorld, input);
  await expect(createWorldTask.run(first.ctx)).rejects.toMatchObject({ retryable: true });
  expect([...first.saved.keys()]).toEqual(['outline', 'story 1']);

  const bodies = modelWrites(two, three);
  const second = taskRig(createWorld, input, { saved: first.saved });
  const { story } = await createWorldTask.run(second.ctx);
  expect(bodies).toHaveLength(2);
  expect(bodies[0]).toContain('She came at dawn.');
  for (const text of texts) expect(story).toContain(text.trim());
  // What was there already is shown before anything new is.
  expect(second.partials[0]?.story).toContain('She came at dawn.');
});

test('a chapter of a few words is sent back, and is no chapter when it comes again', async () => {
  const bodies = modelWrites(JSON.stringify(plan), 'She left.');
  const { ctx } = taskRig(createWorld, input);
  await expect(createWorldTask.run(ctx)).rejects.toMatchObject({ code: 'model_output_invalid' });
  expect(bodies).toHaveLength(3);
  expect(bodies[2]).toContain('The chapter has 2 words');
});

test('without a key a story is told in which the chosen lore occurs', async () => {
  const { ctx } = taskRig(createWorld, input, { env: sampleEnv });
  const world = await createWorldTask.run(ctx);
  expect(createWorld.result.parse(world)).toEqual(world);
  for (const name of ['Ines Marrow', 'Low Harrow']) expect(world.story).toContain(name);
  expect(world.wordCount).toBeGreaterThan(400);
});
