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
      expect(readDelimited(text, 'document')).toBe(content);
    }),
  );
});

test('the same content always gives the same block', () => {
  expect(delimit('document', 'a')).toBe(delimit('document', 'a'));
});

test('a text without the block gives null', () => {
  expect(readDelimited('nothing here', 'document')).toBeNull();
});
