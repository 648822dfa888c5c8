import fc from 'fast-check';
import { expect, test } from 'vitest';
import { delimit, readDelimited } from '../../src/llm/delimit.ts';

test('whatever the content, its block is read back whole', () => {
  const line = fc.constantFrom(
    '',
    'text',
    '=====',
    '===== end document =====',
    '====== end document ======',
    '=======',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(line, fc.string())), (lines) => {
      const content = lines.join('\n');
      const text = `Do this.\n\n${delimit('document', content)}\n\nThen that.`;
      expect(readDelimited(text)).toEqual({
        blocks: [{ label: 'document', content }],
        outside: 'Do this.\n\n\n\nThen that.',
      });
    }),
  );
});

test('the same content always gives the same block', () => {
  expect(delimit('document', 'a')).toBe(delimit('document', 'a'));
});

test('blocks are read in their order, and one within another stays part of it', () => {
  const inner = delimit('inner', 'x');
  const text = [delimit('first', 'a'), 'between', delimit('second', inner)].join('\n');
  expect(readDelimited(text)).toEqual({
    blocks: [
      { label: 'first', content: 'a' },
      { label: 'second', content: inner },
    ],
    outside: '\nbetween\n',
  });
});

test('a text without a block is outside of any', () => {
  expect(readDelimited('nothing here')).toEqual({ blocks: [], outside: 'nothing here' });
});
