import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { completeItems } from '../../../src/overtime/models/complete-items.ts';
import { parseOutput } from '../../../src/overtime/models/parse-output.ts';
import { growingJson, jsonValuesIn } from '../../../src/overtime/models/unpack-json.ts';

const schema = z.object({ title: z.string(), points: z.number() });
const read = (text: string, finish = 'stop') => parseOutput(schema, text, finish, 'm');
const essay = '{"title":"Essay","points":40}';
const wrong = '{"title":"Wrong","points":1}';

test.each([
  ['alone', essay],
  ['with a byte order mark', `\uFEFF${essay}`],
  ['in a fence', '```json\n' + essay + '\n```'],
  ['in a fence of another name', '~~~ \n```JSON5\r\n' + essay + '\r\n```'],
  ['between sentences', `Here is it, as {asked} for [1]:\n${essay}\nI hope this helps! {really}`],
  ['in a fence between sentences', 'Here:\n```json\n' + essay + '\n```\nDone.'],
  ['twice', `${essay}\n${essay}`],
  ['before another one', `${essay}\n${wrong}`],
  ['with a comma after the last entry', '{"title":"Essay","points":40,\n}'],
  ['with comments', '{ // the "title}\n"title":"Essay", /* { */ "points":40 // all,\n}'],
  ['with commas too many', '{"title":"Essay",,"points":40,,}'],
  ['with notes behind a hash', '{"title":"Essay", # the title\n"points":40 # all, }\n}'],
  ['with typographic quotation marks', '{“title”: “Essay”, “points”: 40}'],
  ['with German quotation marks', '{„title“: „Essay“, „points“: 40}'],
  ['as Python writes it', "{'title': 'Essay', 'points': 40, 'draft': None}"],
  ['with keys without quotation marks', '{title: "Essay", points: 40}'],
  ['with a number that JSON does not know', '{"title":"Essay","points":+40.}'],
  ['with blanks that JSON does not know', '{\u00A0"title":"Essay",\u00A0"points":40}'],
  ['as a string without its marks', JSON.stringify(essay).slice(1, -1)],
  ['beside what else there is to say', `{"status":"ok","data":${essay}}`],
  ['as the properties of a schema', `{"type":"object","properties":${essay}}`],
  ['as the call of a tool', `<tool_call>{"name":"rubric","arguments":${essay}}</tool_call>`],
  ['as the call of a tool, as a string', `{"name":"rubric","arguments":${JSON.stringify(essay)}}`],
  ['behind thoughts in a scratchpad', `<scratchpad>${wrong}</scratchpad>${essay}`],
  ['behind thoughts of Gemma', `<unused94>thought\n${wrong}<unused95>${essay}`],
  ['in one key', `{"rubric":${essay}}`],
  ['in two keys', `{"result":{"rubric":${essay}}}`],
  ['in a list of one', `[${essay}]`],
  ['in a key, in a list of one', `[{"rubric":${essay}}]`],
  ['as a string', JSON.stringify(essay)],
  ['behind thoughts', `<think>\nMaybe ${wrong}?\n</think>\n\n${essay}`],
  ['behind thoughts of another tag', `<Thinking>${wrong}</Thinking>${essay}`],
  ['behind thoughts about tags', `<think>No <think> and ${wrong}</think> here</think>${essay}`],
  ['behind thoughts with no opening tag', `Maybe ${wrong}?\n</think>\n${essay}`],
  ['behind thoughts that begin as JSON', `${wrong} is too little.</think>${essay}`],
  ['behind thoughts with JSON that is cut off', `First {"title":"Wro… no.</think>${essay}`],
  ['before thoughts', `${essay}<think>or ${wrong}?</think>`],
  ['behind thoughts, fenced, in one key', '<think>x</think>\n```json\n{"a":' + essay + '}\n```'],
  [
    'in the channels of gpt-oss',
    `<|channel|>analysis<|message|>${wrong}<|end|><|start|>assistant<|channel|>final<|message|>${essay}<|return|>`,
  ],
])('an object %s is what is in it', (_where, text) => {
  expect(read(text)).toEqual({ title: 'Essay', points: 40 });
});

test.each([
  ['a line break in a string', '{"title":"Es\nsay","points":40}', 'Es\nsay'],
  ['a quotation mark in a string', '{"title":"The "big" one","points":40}', 'The "big" one'],
  ['an apostrophe', "{'title':'It's mine, isn't it','points':40}", "It's mine, isn't it"],
  [
    'an escape that JSON does not know',
    String.raw`{"title":"\alpha isn\'t","points":40}`,
    String.raw`\alpha isn't`,
  ],
  ['an escape in a string of Python', String.raw`{'title':'a\n\u00e9\'s','points':40}`, "a\né's"],
  ['a tag in a string', '{"title":"</think> <think> {","points":40}', '</think> <think> {'],
  ['a fence in a string', '{"title":"```json\\n{}","points":40,}', '```json\n{}'],
  ['a comment in a string', '{"title":"http://a /* b */ ,}","points":40,}', 'http://a /* b */ ,}'],
])('%s belongs to it', (_what, text, title) => {
  expect(read(text)).toEqual({ title, points: 40 });
});

test.each([
  ['thoughts without end', `<think>Maybe ${essay}`],
  ['an object of Python that is cut off', "{'title': 'Essay', 'points': 4"],
  ['an object without a comma', '{"title":"Essay" "points":40}'],
  ['an object with something left out', '{"title":"Essay","points":40,...}'],
  ['brackets without end', '{"a":'.repeat(500)],
  ['words in brackets', 'See {title, points} and [one].'],
  ['words', 'I cannot see a rubric here.'],
  ['an object that is cut off', '{"title":"Essay","points":4'],
  ['an object in one that is cut off', `{"rubric":${essay},"more":[`],
])('%s are no answer', (_what, text) => {
  expect(() => read(text)).toThrow(expect.objectContaining({ kinds: 'not_json' }));
});

test('an item with a name of its own is no call of a tool', () => {
  const item = z.object({ name: z.string(), input: z.object({ name: z.string() }) });
  const text = '{"name":"a","input":{"name":"b"}}';
  expect(parseOutput(item, text, 'stop', 'm')).toEqual({ name: 'a', input: { name: 'b' } });
  const named = z.object({ name: z.string(), role: z.string() });
  const call = '{"name":"answer","arguments":{"name":"Ada","role":"keeper"}}';
  expect(parseOutput(named, call, 'stop', 'm')).toEqual({ name: 'Ada', role: 'keeper' });
});

test('what does not fit is sent back with the faults of the longest value, without the thoughts', () => {
  const text = `<think>hm</think>See [1]: {"title":"Essay","points":"many"}`;
  expect(() => read(text)).toThrow(
    expect.objectContaining({
      answer: '{"title":"Essay","points":"many"}',
      issues: [{ path: 'points', message: 'invalid_type' }],
    }),
  );
});

test.each(['length', 'other', 'error'])(
  'a whole object counts with the end %s; an example in a text does not',
  (finish) => {
    expect(read(essay, finish)).toEqual({ title: 'Essay', points: 40 });
    expect(read('<think>x</think>```json\n' + essay + '\nAnd this is', finish)).toEqual({
      title: 'Essay',
      points: 40,
    });
    expect(() => read(`An example is ${wrong}, and the answer is {"tit`, finish)).toThrow('m ');
  },
);

test('an object without required keys is looked for in a key that it does not know', () => {
  const loose = z.object({ title: z.string().optional() });
  expect(parseOutput(loose, '{"rubric":{"title":"Essay"}}', 'stop', 'm')).toEqual({ title: 'Essay' });
  expect(parseOutput(loose, '{"title":"Essay"}', 'stop', 'm')).toEqual({ title: 'Essay' });
});

test('a bare list is the value of the only key', () => {
  const list = z.object({ levels: z.array(z.object({ name: z.string() })) });
  for (const text of [
    '[{"name":"a"}]',
    '[{"name":"a"},]',
    '{"levels":[{"name":"a"}]}',
    '[{"levels":[{"name":"a"}]}]',
  ]) {
    expect(parseOutput(list, text, 'stop', 'm')).toEqual({ levels: [{ name: 'a' }] });
  }
  expect(parseOutput(list, '[]', 'stop', 'm')).toEqual({ levels: [] });
});

const words = fc.stringMatching(/^[A-Za-z ,.'"#*\n-]{0,40}$/);
const content = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.constantFrom('</think>', '<think>', '```', '{"a":1}', '// x', '],}', '\\', '"', '[THINK]'),
);
const packaged = fc
  .record({
    title: content.map((text) => text.replaceAll('\0', '').toWellFormed()),
    points: fc.integer(),
    indent: fc.constantFrom(0, 2),
    wrap: fc.constantFrom('no', 'key', 'list'),
    fence: fc.boolean(),
    before: words.filter((text) => !/^[\s"]*$/.test(text)),
    hasBefore: fc.boolean(),
    thought: fc.tuple(words, fc.constantFrom('', wrong, '[{"name":"wrong"}]')).map((parts) => parts.join('')),
    thinks: fc.constantFrom('no', 'tags', 'closed'),
    after: words,
    comma: fc.boolean(),
    cuts: fc.array(fc.nat(400), { maxLength: 8 }),
  })
  .map(({ title, points, cuts, ...how }) => {
    const answer = { title, points };
    let json = JSON.stringify(answer, null, how.indent);
    if (how.comma) json = json.replace(/\}$/, ',}');
    if (how.wrap === 'key') json = `{"rubric": ${json}}`;
    if (how.wrap === 'list') json = `[${json}]`;
    if (how.fence) json = '```json\n' + json + '\n```';
    if (how.hasBefore) json = `${how.before}\n${json}\n${how.after}`;
    if (how.thinks === 'tags') json = `<think>${how.thought}</think>\n${json}`;
    if (how.thinks === 'closed') json = `Hm. ${how.thought}</think>\n${json}`;
    const at = [0, ...cuts.filter((cut) => cut < json.length), json.length].toSorted((a, b) => a - b);
    return { answer, text: json, parts: at.slice(1).map((end) => json.slice(0, end)) };
  });

test('however it is packaged and cut into pieces, the answer is what was meant, and no thought is shown', () => {
  fc.assert(
    fc.property(packaged, ({ answer, text, parts }) => {
      expect(read(text)).toEqual(answer);
      const grow = growingJson();
      for (const [index, part] of parts.entries()) {
        const shown = grow(part, index === parts.length - 1);
        expect(shown).not.toContain('wrong');
        expect(shown).not.toContain('Wrong');
        expect(text.endsWith(shown) || text.includes(shown)).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});

test('items are the same whether they come in pieces or at once, in whatever they are packed', () => {
  const items = fc.array(
    fc.record({ name: content, tags: fc.array(fc.record({ t: content }), { maxLength: 2 }) }),
    { minLength: 1, maxLength: 4 },
  );
  const pack = fc.constantFrom<(json: string) => string>(
    (json) => `{"items":${json}}`,
    (json) => json,
    (json) => `{"title":"x","tags":["a"],"list":{"items":${json}}}`,
    (json) => `{"items":${json.replace(/\]$/, ',]')}}\n{"items":${json}}`,
    (json) => `// the "list\n{ /* [ { */ "items": // [{\n${json}}`,
  );
  fc.assert(
    fc.property(items, pack, fc.array(fc.nat(600), { maxLength: 10 }), (list, packIt, cuts) => {
      const text = packIt(JSON.stringify(list));
      const find = completeItems();
      const found = [...cuts.toSorted((a, b) => a - b), text.length].flatMap((cut) =>
        find(text.slice(0, cut)),
      );
      expect(found.map((json) => JSON.parse(json) as unknown)).toEqual(list);
    }),
    { numRuns: 500 },
  );
});

test('objects line by line are items, too', () => {
  expect(completeItems()('{"name":"a"}\n{"name":"b"}')).toEqual(['{"name":"a"}', '{"name":"b"}']);
});

test.each([
  ['brackets', '{"'.repeat(50_000)],
  ['closed brackets that are no JSON', '{""} '.repeat(40_000)],
  ['values', '{} '.repeat(60_000)],
  ['closing tags', '</think>{"a":[ '.repeat(12_000)],
  ['opening tags', '<think>{"a":1}'.repeat(14_000)],
])('many %s are read in bounded steps', (_what, text) => {
  const steps = jsonValuesIn(text).length;
  expect(steps).toBeLessThanOrEqual(101);
});
