import fc from 'fast-check';
import { expect, test } from 'vitest';
import { delimit } from '../../src/llm/delimit.ts';

/** Where a reader that looks for the first line that closes the block finds its end. */
function contentOf(block: string): string {
  const [opening = '', ...rest] = block.split('\n');
  return rest.slice(0, rest.indexOf(opening.replace(' begin ', ' end '))).join('\n');
}

test('whatever the content, nothing in it closes its own block', () => {
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
      expect(contentOf(delimit('document', content))).toBe(content);
      const inner = delimit('document', content);
      expect(contentOf(delimit('document', inner))).toBe(inner);
    }),
  );
});

test('the same content always gives the same block', () => {
  expect(delimit('document', 'a')).toBe(delimit('document', 'a'));
});
