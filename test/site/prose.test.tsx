import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Prose } from '../../src/site/ui/prose.tsx';

const set = (text: string) => renderToStaticMarkup(<Prose text={text} />);

test('chapters, paragraphs and emphasis are set, and nothing else is taken for markup', () => {
  expect(set('## The Gate\n\nShe *ran*, and **fell**.\n\n<b>2 * 3 * 4</b>')).toBe(
    '<div class="prose"><h3 dir="auto">The Gate</h3><p dir="auto">She <em>ran</em>, and <em>fell</em>.</p>' +
      '<p dir="auto">&lt;b&gt;2 * 3 * 4&lt;/b&gt;</p></div>',
  );
});

test('what is still being written is shown as it stands', () => {
  expect(set('A word that is *half')).toBe('<div class="prose"><p dir="auto">A word that is *half</p></div>');
  expect(set('')).toBe('<div class="prose"></div>');
});

test('a heading of many spaces takes no time to speak of', () => {
  const before = performance.now();
  expect(set(`# ${' '.repeat(100_000)}a\nb`)).toContain('<p dir="auto">');
  expect(performance.now() - before).toBeLessThan(2_000);
});
