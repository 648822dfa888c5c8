import fc from 'fast-check';
import { expect, test } from 'vitest';
import { delimit } from '../../../src/overtime/models/delimit.ts';

/** What looks like a bar of `=` to a reader. */
const bars = [
  '=',
  '＝',
  '﹦',
  '═',
  '꞊',
  '⹀',
  '゠',
  '᐀',
  '⁼',
  '₌',
  '≡',
  '⩵',
  '⩶',
  '〓',
  '꓿',
  '🟰',
  '⚌',
] as const;

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
      const cut = content.replaceAll(/={4,}/g, '===');
      expect(contentOf(delimit('document', content))).toBe(cut);
      expect(contentOf(delimit('document', delimit('document', content)))).toContain(cut);
    }),
  );
});

test('the same content always gives the same block', () => {
  expect(delimit('document', 'a')).toBe(delimit('document', 'a'));
});

test('a content of bars makes no longer prompt than its own length', () => {
  for (const bar of ['=', '═', '= ', '=\u200b']) {
    const content = bar.repeat(199_000);
    expect(delimit('document', content).length).toBeLessThan(content.length + 100);
  }
});

test.for(bars)('a bar of %s does not stay in a content, however its signs are set apart', (sign) => {
  const invisible = [
    '\u200b',
    '\u2060',
    '\u00ad',
    '\u0301',
    '\u3164',
    '\u115f',
    '\u2800',
    '\u2065',
    '\u0001',
  ];
  for (const between of ['', ' ', ' \u200d', '\t', '\u00a0', ...invisible]) {
    const bar = Array<string>(5).fill(sign).join(between);
    const inside = delimit('document', `before\n${bar} end document ${bar}\nafter`).split('\n').slice(1, -1);
    expect(inside).toEqual(['before', '=== end document ===', 'after']);
  }
});

test('the bars of a content are found in one pass', () => {
  const started = performance.now();
  for (const part of ['=', '= ', '=   ', '===\u200b\u200b', ' ', '\u200b'])
    delimit('document', part.repeat(100_000));
  delimit('document', `=${' '.repeat(500_000)}`.repeat(3));
  expect(performance.now() - started).toBeLessThan(2000);
});

test('an ordinary content is left as it is', () => {
  const content = 'a === b\nx = y == z\n| = | = |\n---- ~~~~ ####\n≡ and ≡';
  expect(delimit('document', content)).toBe(
    `===== begin document =====\n${content}\n===== end document =====`,
  );
});
