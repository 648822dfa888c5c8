import { readFile } from 'node:fs/promises';
import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { sampleSettings } from '../journeys/sample-settings.ts';
import { overflows, pages, signIn } from './open-page.ts';
import {
  comingText,
  exportButton,
  foundationPart,
  layFoundation,
  openNewBook,
  readButton,
  writeChapter,
} from './states/writing-states.ts';

const open = pages();
const setSamples = sampleSettings();

test('an idea becomes a foundation, chapters that are written side by side, and files', async () => {
  setSamples({ paceSeconds: 2, chaos: [] });
  const { page, complaints } = await open();
  await signIn(page);
  await layFoundation(page);
  await foundationPart(page, 'Characters').waitFor();
  expect(await foundationPart(page, 'Chapters').count()).toBe(0);
  await page.getByRole('link', { name: 'Write the chapters' }).waitFor();
  const title = await page.getByRole('heading', { level: 1 }).innerText();

  setSamples({ paceSeconds: 6, chaos: [] });
  await page.getByRole('link', { name: 'Write the chapters' }).click();
  await writeChapter(page, 1);
  await writeChapter(page, 2);
  await comingText(page, 1).waitFor();
  await comingText(page, 2).waitFor();

  // Whoever comes back finds both at work; a file of the book waits until they are done with it.
  await page.reload();
  await comingText(page, 1).waitFor();
  await comingText(page, 2).waitFor();
  await readButton(page, 1).waitFor();
  await readButton(page, 2).waitFor();
  await writeChapter(page, 3);
  await comingText(page, 3).waitFor();
  await page.getByText('Markdown', { exact: true }).click();
  await exportButton(page).click();
  await page.getByText('Waiting for another job on this book to finish.').waitFor();
  const file = page.getByRole('button', { name: /\.md/ });
  await file.waitFor();

  await readButton(page, 3).click();
  const article = page.getByRole('article', { name: /./ }).nth(2);
  const lastParagraph = await article.locator('.prose p').last().innerText();
  const downloading = page.waitForEvent('download');
  await file.click();
  const markdown = await readFile(await (await downloading).path(), 'utf8');
  expect(markdown).toContain(title);
  expect(markdown).toContain(lastParagraph.slice(0, 40));

  const address = new URL(page.url());
  await page.getByRole('link', { name: 'All books' }).click();
  // By its address: the sample gives the same idea the same title every time.
  const line = page.locator(`a[href="${address.pathname}${address.search}"]`);
  await line.getByText('all 3 chapters written').waitFor();
  expect(complaints).toEqual([]);
});

test('twelve chapters are written although the tab is closed at the second, and become an EPUB in German', async () => {
  setSamples({ paceSeconds: 0, chaos: [] });
  const { page } = await open('/');
  await signIn(page);
  await openNewBook(page, 12);
  setSamples({ paceSeconds: 0.5, chaos: [] });
  await page.getByRole('button', { name: 'Write all chapters' }).click();
  await readButton(page, 2).waitFor();
  const address = page.url();
  await page.close();

  const again = await page.context().newPage();
  await again.goto(address);
  await again.getByText('12 of 12 written').waitFor({ timeout: 30_000 });
  await again.getByText('EPUB', { exact: true }).click();
  await again.getByLabel('Language').selectOption('German');
  await exportButton(again).click();
  const file = again.getByRole('button', { name: /\.epub/ });
  await file.waitFor();
  const downloading = again.waitForEvent('download');
  await file.click();
  const epub = unzipSync(await readFile(await (await downloading).path()));
  expect(strFromU8(epub['OEBPS/content.opf']!)).toContain('<dc:language>de</dc:language>');
  expect(strFromU8(epub['OEBPS/nav.xhtml']!)).toContain('<h1>Inhalt</h1>');
  expect(Object.keys(epub).filter((name) => name.startsWith('OEBPS/chapter-'))).toHaveLength(12);
});

test('a chapter that was cancelled keeps what it had and is written when asked again', async () => {
  setSamples({ paceSeconds: 0, chaos: [] });
  const { page } = await open();
  await signIn(page);
  await openNewBook(page);
  setSamples({ paceSeconds: 20, chaos: [] });
  await writeChapter(page, 2);
  await comingText(page, 2).waitFor();
  await page.getByRole('button', { name: 'Cancel: Chapter 2' }).click();
  await page.getByRole('region', { name: 'Chapter 2, unfinished' }).waitFor();

  setSamples({ paceSeconds: 0, chaos: [] });
  await page.getByRole('button', { name: 'Try again: Chapter 2' }).click();
  await readButton(page, 2).click();
  const words = page
    .getByRole('article')
    .nth(1)
    .getByText(/\d words/);
  await expect.poll(() => words.count(), { timeout: 30_000 }).toBe(1);
});

test('a book at work is not deleted, and one that is deleted is gone from the list', async () => {
  setSamples({ paceSeconds: 0, chaos: [] });
  const { page } = await open('/', { viewport: { width: 360, height: 740 }, colorScheme: 'dark' });
  await signIn(page);
  await openNewBook(page);
  expect(await overflows(page)).toBe(false);
  const address = page.url();
  setSamples({ paceSeconds: 20, chaos: [] });
  await writeChapter(page, 1);
  await comingText(page, 1).waitFor();
  await page.getByRole('button', { name: 'Delete this book' }).click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByText('A job is running for this book.').waitFor();

  await page.getByRole('button', { name: 'Cancel: Chapter 1' }).click();
  await page.getByRole('button', { name: 'Try again: Chapter 1' }).waitFor();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.waitForURL(/\/writing$/);
  await page.goto(address);
  await page.getByText('Book not found').waitFor();
});
