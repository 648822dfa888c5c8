import { expect, test } from 'vitest';
import { createFoundation, lengths } from '../../../src/tasks/create-foundation/contract.ts';
import { createFoundationTask } from '../../../src/tasks/create-foundation/run.ts';
import { people, plan, story, style } from '../book/sample-book.ts';
import { sampleEnv, mockedProvider, taskRig } from '../task-rig.ts';

const modelWrites = mockedProvider();
const input = {
  idea: 'A lighthouse that lies',
  genre: 'mystery',
  length: { chapters: 3, wordsPerChapter: 400 },
};
const parts = [story, people, style].map((part) => JSON.stringify(part));
const items = (chapters: readonly object[]) => JSON.stringify({ items: chapters });

test('a foundation is laid in four stages, each built on the ones before, and shown as it grows', async () => {
  const bodies = modelWrites(...parts, items(plan));
  const { ctx, partials, saved } = taskRig(createFoundation, input);
  const foundation = await createFoundationTask.run(ctx);

  expect(createFoundation.result.parse(foundation)).toEqual(foundation);
  expect(foundation).toEqual({
    bookId: 'job-1',
    genre: 'mystery',
    wordsPerChapter: 400,
    ...story,
    ...people,
    styleGuide: style,
    chapters: plan.map((chapter, index) => ({ ...chapter, number: index + 1 })),
  });
  expect([...saved.keys()]).toEqual([
    'outline',
    'characters',
    'style_guide',
    'chapter_plan 1',
    'chapter_plan 2',
    'chapter_plan 3',
  ]);

  expect(bodies).toHaveLength(4);
  for (const body of bodies) expect(body).toContain('A lighthouse that lies');
  expect(bodies[1]).toContain('He lights a second lamp');
  expect(bodies[2]).toContain('He is friendly to everybody but dogs.');
  expect(bodies[3]).toContain('Nobody explains a feeling.');
  expect(bodies[3]).toContain('Plan the 3 chapters');

  const { bookId: _, genre: __, wordsPerChapter: ___, ...shown } = foundation;
  expect(partials.at(-1)).toEqual(shown);
  expect(partials.map(({ chapters = [] }) => chapters.length)).toEqual([0, 0, 0, 1, 2, 3, 3]);
  expect(ctx.logs.map(({ message }) => message)).toEqual([
    'The story has 3 parts.',
    'It has 2 characters.',
    'Planned 3 chapters of about 400 words.',
  ]);
});

test('a plan that breaks off goes on in the next attempt behind the chapters that were saved', async () => {
  const begun = items(plan).slice(0, items(plan).indexOf('Two Lamps'));
  modelWrites(...parts, { cut: begun });
  const first = taskRig(createFoundation, input);
  await expect(createFoundationTask.run(first.ctx)).rejects.toMatchObject({ retryable: true });
  expect([...first.saved.keys()].at(-1)).toBe('chapter_plan 1');

  const bodies = modelWrites(items(plan.slice(1)));
  const { ctx } = taskRig(createFoundation, input, { saved: first.saved });
  expect((await createFoundationTask.run(ctx)).chapters.map(({ number, title }) => [number, title])).toEqual([
    [1, 'The Man in the Surf'],
    [2, 'Two Lamps'],
    [3, 'Out'],
  ]);
  expect(bodies).toHaveLength(1);
  expect(bodies[0]).toContain('Plan the chapters 2 to 3');
  expect(bodies[0]).toContain('1. The Man in the Surf: Mara Voss finds Tobin Reeve.');
});

test('two characters of one name, and two chapters of one title, go back with the name', async () => {
  const [mara] = people.characters;
  const doubled = { characters: [mara, { ...mara, name: 'mara voss' }] };
  const [one = {}, two = {}, three = {}] = plan;
  const bodies = modelWrites(
    JSON.stringify(story),
    JSON.stringify(doubled),
    JSON.stringify(people),
    JSON.stringify(style),
    items([one, { ...one, summary: 'Again.' }, two]),
    items([three]),
  );
  const { chapters } = await createFoundationTask.run(taskRig(createFoundation, input).ctx);
  expect(bodies[2]).toContain('Two are mara voss.');
  expect(bodies[5]).toContain('Two chapters are called The Man in the Surf.');
  expect(chapters.map(({ title }) => title)).toEqual(['The Man in the Surf', 'Two Lamps', 'Out']);
});

test('the title that its author chose is the title, everywhere', async () => {
  const bodies = modelWrites(...parts, items(plan));
  const { ctx, partials } = taskRig(createFoundation, { ...input, title: 'Lamps' });
  expect(await createFoundationTask.run(ctx)).toMatchObject({ title: 'Lamps' });
  expect(partials[0]).toMatchObject({ title: 'Lamps' });
  expect(bodies[3]).not.toContain('The Lamp at Gull Point');
});

test.for([
  ['short', lengths.short],
  ['novella', lengths.novella],
  [{ chapters: 2 }, { chapters: 2, wordsPerChapter: 1500 }],
  [undefined, lengths.short],
] as const)(
  'of length %o a foundation without a key plans %o',
  async ([length, { chapters, wordsPerChapter }]) => {
    const idea = 'A ferry pilot on a methane lake finds a passenger who was never on the list';
    const { ctx } = taskRig(createFoundation, { idea, genre: 'science fiction', length }, { env: sampleEnv });
    const foundation = await createFoundationTask.run(ctx);
    expect(foundation.chapters).toHaveLength(chapters);
    expect(foundation.wordsPerChapter).toBe(wordsPerChapter);
    expect(new Set(foundation.chapters.map(({ title }) => title)).size).toBe(chapters);
    expect(new Set(foundation.chapters.map(({ summary }) => summary)).size).toBe(chapters);
    expect(foundation.characters.length).toBeGreaterThanOrEqual(3);
    expect(new Set(foundation.outline).size).toBe(foundation.outline.length);
    // Who the story is about is one of its characters, and the genre is nobody's secret.
    const hero = foundation.characters[0]?.name.split(' ')[0] ?? '';
    for (const part of foundation.outline) expect(part).toContain(hero);
    expect(foundation.outline.join(' ')).not.toContain('science fiction');
    const said = JSON.stringify(foundation).toLowerCase();
    for (const word of ['ferry', 'methane lake', 'passenger']) expect(said).toContain(word);
  },
);
