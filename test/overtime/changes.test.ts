import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyChanges, changesBetween } from '../../src/overtime/changes.ts';

test('a text that grows is sent as what is appended, wherever it stands', () => {
  const before = { title: 'The Fox', chapters: [{ text: 'Once' }, { text: 'Then' }] };
  const after = {
    title: 'The Fox',
    chapters: [{ text: 'Once' }, { text: 'Then it' }, { text: '' }],
    end: null,
  };
  expect(changesBetween(before, after)).toEqual([
    [['chapters', '1', 'text'], ' it', true],
    [['chapters', '2'], { text: '' }],
    [['end'], null],
  ]);
  expect(changesBetween(after, structuredClone(after))).toEqual([]);
});

test('what has not changed stays the same object, and the old value is left as it was', () => {
  const before = { kept: { a: 1 }, text: 'a' };
  const after = applyChanges(before, [[['text'], 'b', true]]) as typeof before;
  expect(after).toEqual({ kept: { a: 1 }, text: 'ab' });
  expect(after.kept).toBe(before.kept);
  expect(before.text).toBe('a');
});

test('any value becomes any other by the changes between them, also through JSON', () => {
  const json = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value)) as unknown);
  fc.assert(
    fc.property(json, json, (before, after) => {
      const changes = JSON.parse(JSON.stringify(changesBetween(before, after))) as never;
      expect(applyChanges(before, changes)).toEqual(after);
    }),
  );
});
