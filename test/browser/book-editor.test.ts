import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { sampleSettings } from '../journeys/sample-settings.ts';
import { overflows, pages, signIn } from './open-page.ts';
import {
  comingText,
  editChapter,
  exportButton,
  openNewBook,
  readButton,
  writeChapter,
} from './states/writing-states.ts';

const open = pages();
const setSamples = sampleSettings();
const mine = 'The lamp went out at *four*.\n\nNobody else saw it.';

/** The text of the first chapter as it is read. */
const prose = (page: Page) => page.getByRole('article').first().locator('.prose').first();
const save = (page: Page, what = 'chapter 1') =>
  page.getByRole('form', { name: `Edit ${what}` }).getByRole('button', { name: 'Save', exact: true });
const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.tagName);
/** What the browser asks is answered so, once it asks. */
const answerOf = (page: Page, answer: 'accept' | 'dismiss') =>
  new Promise<string>((resolve) => {
    page.once('dialog', (dialog) => {
      resolve(dialog.message());
      void dialog[answer]();
    });
  });

/** Writes the first chapter and opens it. */
async function openWritten(page: Page): Promise<void> {
  setSamples({ paceSeconds: 0, chaos: [] });
  await signIn(page);
  await openNewBook(page);
  await writeChapter(page, 1);
  await readButton(page, 1).click();
}

/** Has a Markdown file made of the book, and reads it. */
async function exported(page: Page): Promise<string> {
  await page.getByText('Markdown', { exact: true }).click();
  await exportButton(page).click();
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: /\.md/ }).click();
  return readFile(await (await downloading).path(), 'utf8');
}

test('a chapter is edited in place, read and exported as it was edited, and a former version comes back', async () => {
  const { page, complaints } = await open();
  await openWritten(page);
  const original = await prose(page).innerText();
  const [firstWords = ''] = original.split('\n');

  await editChapter(page, 1);
  await expect.poll(() => focused(page)).toBe('INPUT');
  const text = page.getByRole('textbox', { name: 'Text' });
  const height = async () => (await text.boundingBox())?.height ?? 0;
  const before = await height();
  expect(await save(page).isDisabled()).toBe(true);
  await text.fill(' ');
  await page.getByText('A written chapter has a text.').waitFor();
  await text.fill(mine);
  await page.getByText('10 words', { exact: true }).waitFor();
  expect(await height()).toBeLessThan(before);
  await page.getByRole('textbox', { name: 'Title' }).fill('What the keeper saw');
  await save(page).click();

  await page.getByRole('heading', { name: 'What the keeper saw' }).waitFor();
  await expect.poll(() => prose(page).innerText()).toBe(mine.replaceAll('*', ''));
  expect(await focused(page)).toBe('Edit chapter 1');
  await page.getByText('Chapter 1 · 10 words · edited').waitFor();

  const markdown = await exported(page);
  expect(markdown).toContain('What the keeper saw');
  expect(markdown).toContain(mine);
  expect(markdown).not.toContain(firstWords.slice(0, 40));

  await page.reload();
  await readButton(page, 1).click();
  await page.getByText('Versions of the text (2)').click();
  await page.getByRole('button', { name: /^Restore: As the job wrote it, \d+ words/ }).click();
  await expect.poll(() => prose(page).innerText()).toBe(original);
  await page.getByText('Read this version').click();
  await page.getByText('Nobody else saw it.').waitFor();
  await page.getByRole('button', { name: /^Restore: 10 words/ }).click();
  await expect.poll(() => prose(page).innerText()).toBe(mine.replaceAll('*', ''));
  expect(complaints).toEqual([]);
});

test('changes are not lost without a question, by whichever way the page is left', async () => {
  const { page } = await open();
  await openWritten(page);
  await editChapter(page, 1);
  const title = page.getByRole('textbox', { name: 'Title' });
  await title.fill('Half a title');
  const address = page.url();

  for (const leave of [
    () => page.getByRole('link', { name: 'All books' }).click(),
    () => page.evaluate(() => window.history.back()),
  ]) {
    const asked = answerOf(page, 'dismiss');
    await leave();
    expect(await asked).toContain('Your changes are not saved.');
    expect(await title.inputValue()).toBe('Half a title');
    await expect.poll(() => page.url()).toBe(address);
  }
  const closing = answerOf(page, 'dismiss');
  await page.close({ runBeforeUnload: true });
  await closing;

  await page.getByRole('button', { name: 'Discard', exact: true }).click();
  await page.getByRole('button', { name: 'Keep editing' }).click();
  expect(await title.inputValue()).toBe('Half a title');
  await page.getByRole('button', { name: 'Discard', exact: true }).click();
  await page.getByRole('button', { name: 'Discard them' }).click();
  await page.getByRole('button', { name: 'Edit chapter 1' }).waitFor();
  expect(await page.getByText('Half a title').count()).toBe(0);
  // Nothing is asked where there is nothing to lose.
  await page.getByRole('link', { name: 'All books' }).click();
  await page.getByRole('heading', { name: 'Write a book' }).waitFor();
});

test('an edit of a chapter that is written anew meanwhile is told so, and stays as a former version', async () => {
  const { page } = await open();
  await openWritten(page);
  await editChapter(page, 1);
  await page.getByRole('textbox', { name: 'Text' }).fill(mine);

  const elsewhere = await page.context().newPage();
  await elsewhere.goto(page.url());
  setSamples({ paceSeconds: 8, chaos: [] });
  await elsewhere.getByRole('button', { name: 'Rewrite chapter 1' }).click();
  await elsewhere.getByRole('button', { name: 'Rewrite chapter 1' }).click();
  await comingText(elsewhere, 1).waitFor();
  // As a browser says when somebody returns to the page.
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
  await page.getByText('This chapter is being rewritten').waitFor();
  await save(page).click();

  await page.getByRole('button', { name: 'Close chapter 1' }).waitFor();
  expect(await prose(page).innerText()).not.toContain('Nobody else saw it.');
  await page.getByText(/^Versions of the text/).click();
  await page.getByText(/: Replaced by a newer text$/).waitFor();
  await page.getByRole('button', { name: /^Restore: 10 words/ }).click();
  await expect.poll(() => prose(page).innerText()).toBe(mine.replaceAll('*', ''));
});

test('title, premise, style guide, outline, characters and a planned chapter are edited on a small screen', async () => {
  setSamples({ paceSeconds: 0, chaos: [] });
  const { page, complaints, picture } = await open('/', {
    viewport: { width: 360, height: 740 },
    colorScheme: 'dark',
  });
  await signIn(page);
  await openNewBook(page);
  await page.getByRole('button', { name: 'Edit the outline' }).click();
  await page.getByLabel('What happens').first().fill('The letters stop coming.');
  await page.getByRole('button', { name: 'Add a part' }).click();
  await page.getByText('Fill this in, or remove the item.').waitFor();
  expect(await save(page, 'the outline').isDisabled()).toBe(true);
  await page.getByRole('button', { name: 'Remove part 4' }).click();
  expect(await overflows(page)).toBe(false);
  await picture('book-outline-editor');
  await save(page, 'the outline').click();
  await page.getByRole('button', { name: 'Edit the outline' }).waitFor();

  await page.getByRole('button', { name: 'Edit the characters' }).click();
  await page.getByLabel('Name').first().fill('Wilhelmina');
  await save(page, 'the characters').click();
  await page.getByText('Wilhelmina', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Edit the characters' }).waitFor();

  await page.getByRole('button', { name: 'Edit the title and premise' }).click();
  await page.getByRole('textbox', { name: 'Title' }).fill('');
  await page.getByText('Write 1 to 120 characters.').waitFor();
  await page.getByRole('textbox', { name: 'Title' }).fill('The Last Lamp');
  await page.getByRole('textbox', { name: 'Premise' }).fill('A lamp goes out.');
  await save(page, 'the title and premise').click();
  await page.getByRole('heading', { level: 1, name: 'The Last Lamp' }).waitFor();
  await expect.poll(() => focused(page)).toBe('Edit the title and premise');

  await page.getByRole('button', { name: 'Edit the style guide' }).click();
  await page.getByLabel('Tense').selectOption('present');
  await page.getByLabel('Rules').fill('No dreams.');
  await page.getByText('Write at least 2, one per line.').waitFor();
  await page.getByLabel('Rules').fill('No dreams.\nNo rain.');
  expect(await overflows(page)).toBe(false);
  await save(page, 'the style guide').click();
  await page.getByText('No rain.', { exact: true }).waitFor();

  await editChapter(page, 2);
  await page.getByRole('textbox', { name: 'Title' }).fill('A second lamp');
  await page.getByLabel('What happens').fill('There is another light.');
  await picture('book-plan-editor');
  await save(page, 'chapter 2').click();
  await page.getByRole('heading', { name: 'A second lamp' }).waitFor();

  await page.reload();
  await page.getByText('The letters stop coming.').waitFor();
  await page.getByText('Wilhelmina', { exact: true }).waitFor();
  await page.getByText('There is another light.').waitFor();
  await page.getByText('A lamp goes out.').waitFor();
  await page.getByText('No rain.', { exact: true }).waitFor();
  await page.getByText('Versions of title and plan (2)').click();
  await page.getByRole('button', { name: 'Restore: As it was planned' }).click();
  await expect.poll(() => page.getByRole('heading', { name: 'A second lamp' }).count()).toBe(0);
  // The chapter is written by what was edited.
  await writeChapter(page, 1);
  await readButton(page, 1).click();
  await editChapter(page, 1);
  expect(await overflows(page)).toBe(false);
  await picture('chapter-editor');
  await page.getByRole('button', { name: 'Discard', exact: true }).click();
  expect(await exported(page)).toContain('# The Last Lamp');
  await page.getByRole('link', { name: 'All books' }).click();
  await page.getByRole('link', { name: /^The Last Lamp/ }).waitFor();
  expect(complaints).toEqual([]);
});
