import { loadImage } from '@napi-rs/canvas';
import { expect, test } from 'vitest';
import { mostRenderedPages, renderPages } from '../../src/documents/render-pages.ts';
import { draw, pagesPdf } from '../support/plain-pdf.ts';

test('the pages that are asked for come as pictures, in 150 dots per inch', async () => {
  const pdf = pagesPdf([
    { content: draw(60, 760, 'One') },
    { content: draw(60, 760, 'Two') },
    { content: '' },
  ]);
  const pictures = await renderPages(pdf, { fileName: 'work.pdf', pages: [2, 3, 9] });
  expect(pictures.map(({ page, mediaType }) => [page, mediaType])).toEqual([
    [2, 'image/png'],
    [3, 'image/png'],
  ]);
  const [written, blank] = pictures.map(({ bytes }) => bytes);
  const { width, height } = await loadImage(Buffer.from(written ?? []));
  expect([width, height]).toEqual([Math.floor((595 * 150) / 72), Math.floor((842 * 150) / 72)]);
  expect(written?.length).toBeGreaterThan(blank?.length ?? Infinity);
});

test('many pages, and large ones, are drawn with fewer dots', async () => {
  const pdf = pagesPdf(
    Array.from({ length: 25 }, (_, page) => ({
      content: draw(60, 760, `Page ${page}`),
      entries: '/UserUnit 1',
    })),
  );
  const pictures = await renderPages(pdf, {
    fileName: 'work.pdf',
    pages: Array.from({ length: 25 }, (_, page) => page + 1),
  });
  expect(pictures).toHaveLength(mostRenderedPages);
  const sizes = await Promise.all(pictures.map(({ bytes }) => loadImage(Buffer.from(bytes))));
  expect(sizes.reduce((sum, { width, height }) => sum + width * height, 0)).toBeLessThanOrEqual(24_000_000);
});
