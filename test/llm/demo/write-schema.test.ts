import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { delimit } from '../../../src/llm/delimit.ts';
import { picture } from '../../../src/picture.ts';
import { askDemo } from './ask-demo.ts';

const character = z.object({
  name: z.string(),
  role: z.string().describe('In a few words'),
  description: z.string().describe('In two or three sentences'),
  traits: z.array(z.string()).min(2).max(5),
});
const theme = delimit('theme of the world', 'a drowned city of clockmakers');

test.each([1, 3, 10])(
  '%i characters are as many as are asked for, with names and texts of their own',
  (count) => {
    const schema = z.object({ items: z.array(character).length(count) });
    const { items } = askDemo(schema, `Write new characters for this world.\n\n${theme}`);
    expect(new Set(items.map(({ name }) => name.split(' ')[0])).size).toBe(count);
    expect(new Set(items.map(({ description }) => description)).size).toBe(count);
    for (const { name, description, traits } of items) {
      expect(description).toContain(name.split(' ')[0]);
      expect(description.match(/[.!?](?:\s|$)/g)?.length).toBeGreaterThanOrEqual(2);
      expect(new Set(traits).size).toBe(traits.length);
    }
    expect(JSON.stringify(items)).toContain('clockmakers');
  },
);

test('a number in the prompt decides how many, where the schema leaves it open', () => {
  const schema = z.object({
    characters: z.array(character),
    scenes: z.array(z.object({ title: z.string() })),
  });
  const written = askDemo(schema, `Plan a book with 4 characters and five exciting scenes.\n\n${theme}`);
  expect(written.characters).toHaveLength(4);
  expect(written.scenes).toHaveLength(5);
});

test('names that are there already are not given again', () => {
  const schema = z.object({ items: z.array(character).length(5) });
  const first = askDemo(schema, `Write new characters.\n\n${theme}`).items;
  const more = `Write new characters.\n\n${theme}\n\n${delimit('earlier items', JSON.stringify(first))}`;
  const names = [...first, ...askDemo(schema, more).items].map(({ name }) => name.split(' ')[0]);
  expect(new Set(names).size).toBe(10);
});

test('two themes are two recognisable worlds', () => {
  const schema = z.object({
    factions: z
      .array(z.object({ name: z.string(), description: z.string().describe('In two or three sentences') }))
      .length(3),
  });
  const about = (said: string) =>
    JSON.stringify(askDemo(schema, `Write 3 factions.\n\n${delimit('theme of the world', said)}`));
  const [sea, stars] = [about('pirates of a flooded coast'), about('a mining station among the stars')];
  expect(sea).not.toBe(stars);
  expect(sea).toMatch(/tide|salt|reef|harbour|swell|divers|pilots/i);
  expect(stars).toMatch(/signal|orbit|static|couriers|salvag|archivist|docking|reactor/i);
  expect(stars).not.toMatch(/tide|reef|harbour/i);
});

test('a plan speaks of everything that the prompt lists by name', () => {
  const schema = z.object({
    title: z.string(),
    chapters: z
      .array(z.object({ heading: z.string(), summary: z.string() }))
      .min(3)
      .max(5),
  });
  const names = [
    'Mira Voss',
    'Tobin Hale',
    'The Amber Hand',
    'Saltmere',
    'The Night of Keys',
    'The Glass Horn',
  ];
  const [mira, tobin, hand, mere, night, horn] = names;
  const lore = `characters:\n- ${mira}\n- ${tobin}\n\nfactions:\n- ${hand}\n\nsettings:\n- ${mere}\n\nevents:\n- ${night}\n\nrelics:\n- ${horn}`;
  const { chapters } = askDemo(
    schema,
    `Plan a story of 3 to 5 chapters.\n\n${theme}\n\n${delimit('lore', lore)}`,
  );
  const told = chapters.map(({ summary }) => summary).join(' ');
  for (const name of names) expect(told).toContain(name.replace(/^The /, ''));
});

test('quotes are passages of the document, word for word, and the points are those of the level', () => {
  const essay =
    'Bicycles change cities. A city that builds lanes gets cyclists, as the data from Seville show.\n' +
    'In 2006 fewer than one trip in a hundred was made by bicycle there. Other towns should try it.';
  const schema = z.object({
    quotes: z.array(z.string()).max(5).describe('Passages copied from the submission'),
    reasons: z.string(),
    level: z.enum(['Strong', 'Fair', 'Weak']),
    points: z.number().min(0).max(20),
  });
  const levels = '- Strong (20): data and sources\n- Fair (12): some data\n- Weak (4): none';
  const prompt = `Grade this.\n\n${delimit('category', `Essay: Evidence (20 points)\n${levels}`)}\n\n${delimit('document', essay)}`;
  const { quotes, reasons, level, points } = askDemo(schema, prompt);
  expect(quotes.length).toBeGreaterThan(0);
  for (const quote of quotes) expect(essay).toContain(quote);
  expect(quotes.join(' ')).toContain('data');
  expect(reasons).toContain('“Evidence”');
  expect(points).toBe({ Strong: 20, Fair: 12, Weak: 4 }[level]);
});

test('better ratings give better scores, and blame for one side lowers that side', () => {
  const score = z.number().int().min(0).max(100);
  const schema = z.object({
    scores: z.object({ prose: score, grammar: score, pacing: score }),
    summary: z.string(),
  });
  const about = (rating: number, review: string) =>
    askDemo(
      schema,
      `Score this book.\n\n${delimit('document', `The Map by A. Writer\nRating: ${rating} of 5 from 900 ratings\nReview: ${review}`)}`,
    );
  const loved = about(4.7, 'A quiet book about a map.');
  const hated = about(2, 'A quiet book about a map.');
  expect(Math.min(...Object.values(loved.scores))).toBeGreaterThan(Math.max(...Object.values(hated.scores)));
  expect(loved.summary).toContain('4.7 of 5');
  const slow = about(4, 'The prose is beautiful and lyrical. The pacing is slow, it drags and is boring.');
  expect(slow.scores.pacing).toBeLessThan(slow.scores.prose - 10);
});

test('numbers of a flat list add up to what the prompt or a complaint demands', () => {
  const schema = z.object({
    parts: z.array(z.object({ name: z.string(), weight: z.number().min(0) })).length(4),
  });
  const sum = (prompt: string) => askDemo(schema, prompt).parts.reduce((all, { weight }) => all + weight, 0);
  expect(sum(`Write 4 parts. Their weights must add up to 60.\n\n${theme}`)).toBeCloseTo(60, 6);
  const complaint = delimit('complaints', '- The weights add up to 60 and must add up to 75.');
  expect(sum(`Write 4 parts.\n\n${theme}\n\n${complaint}`)).toBeCloseTo(75, 6);
});

const request = delimit(
  'request',
  ['Character: Luna', 'What the character is: a brave dragon', 'World: the Enchanted Forest'].join('\n'),
);

test('a scene names its hero, keeps its title, and its picture shows what it speaks of', () => {
  const schema = z.object({ title: z.string(), text: z.string(), picture });
  const scene = askDemo(
    schema,
    `Write scene 2 of 5. The text has 90 to 130 words. The picture shows four to eight motifs.\n\n` +
      `${delimit('scene to write', 'The Moonlit Castle\nLuna finds a key at the castle by night.')}\n\n${request}`,
    'You make illustrated books for children.',
  );
  expect(scene.title).toBe('The Moonlit Castle');
  expect(scene.text).toContain('Luna finds a key at the castle by night.');
  const kinds = scene.picture.motifs.map(({ kind }) => kind);
  expect(kinds).toEqual(expect.arrayContaining(['dragon', 'castle', 'key', 'moon']));
  expect(kinds.length).toBeGreaterThanOrEqual(4);
  expect(kinds.length).toBeLessThanOrEqual(8);
  expect(scene.picture.sky).toBe('night');
  const moon = scene.picture.motifs.find(({ kind }) => kind === 'moon');
  const key = scene.picture.motifs.find(({ kind }) => kind === 'key');
  expect(moon?.y).toBeLessThan(30);
  expect(key?.y).toBeGreaterThan(60);
});

test('a picture at sea has a boat on the water and no house in it', () => {
  const schema = z.object({ text: z.string(), cover: picture });
  const said = delimit('request', 'Character: Bo\nWorld: a pirate ship on the sea with a house and a tree');
  const { cover } = askDemo(schema, `Plan a book.\n\n${said}`);
  const boat = cover.motifs.find(({ kind }) => kind === 'boat');
  expect(cover.ground).toBe('sea');
  expect(boat?.y).toBeGreaterThan(55);
  expect(cover.motifs.map(({ kind }) => kind)).not.toContain('house');
});

test('what is looked over is in order', () => {
  const schema = z.object({ consistent: z.boolean(), problems: z.array(z.string()).max(5) });
  expect(askDemo(schema, `Compare.\n\n${request}`)).toEqual({ consistent: true, problems: [] });
});

test('texts keep to their lengths and end with a whole word', () => {
  const schema = z.object({
    title: z.string().max(30),
    premise: z.string().max(120),
    code: z.string().min(5).max(8),
  });
  const { premise } = askDemo(schema, `Plan a book.\n\n${theme}`);
  expect(premise).toMatch(/[\p{L}.]$/u);
});

test('plain rules become categories with levels that add up, where improving is asked for', () => {
  const level = z.object({ name: z.string(), description: z.string(), points: z.number() });
  const category = z.object({
    name: z.string(),
    description: z.string(),
    points: z.number(),
    levels: z.array(level),
  });
  const rubric = z.object({
    title: z.string(),
    totalPoints: z.literal(50),
    categories: z.array(category).min(1),
  });
  const rules = delimit(
    'document',
    'Clear thesis: 40 points\nEvidence: 40 points\nGrammar and spelling: 20 points',
  );
  const { categories } = askDemo(rubric, `Write the improved rubric.\n\n${rules}`);
  expect(categories.map(({ name, points }) => [name, points])).toEqual([
    ['Clear thesis', 20],
    ['Evidence', 20],
    ['Grammar and spelling', 10],
  ]);
  for (const { points, levels } of categories) {
    expect(levels.length).toBeGreaterThanOrEqual(3);
    expect(Math.max(...levels.map((each) => each.points))).toBe(points);
  }
  const read = askDemo(rubric, `Extract the rubric.\n\n${rules}`);
  expect(read.categories.flatMap(({ levels }) => levels)).toEqual([]);
});

test('whatever the prompt is, the answer fits the schema', () => {
  const schema = z.object({
    name: z.string().min(1),
    items: z.array(character).min(1).max(3),
    cover: picture,
    score: z.number().int().min(1).max(5),
    kind: z.enum(['one', 'two (2)', 'c++']),
    quote: z.string(),
    note: z.string().nullable(),
  });
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.string({ maxLength: 80 }),
      (said, label) => {
        const block = delimit(label.replace(/\s+/g, ' '), said);
        expect(askDemo(schema, `${said}\n\n${block}\n\n${theme}`).items.length).toBeGreaterThan(0);
      },
    ),
    { numRuns: 150 },
  );
});
