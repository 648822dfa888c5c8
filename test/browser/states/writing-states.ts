import type { Page } from 'playwright-core';
import type { PageState } from './state.ts';

/** Fills the form in and sends it off: a book of three short chapters, by default. */
export async function layFoundation(page: Page, chapters = 3): Promise<void> {
  await page.goto('/writing');
  await page.getByLabel('Idea').fill('A keeper of a lighthouse finds letters sent to her from next year.');
  await page.getByLabel('Genre').fill('cosy mystery');
  await page.getByText('Other', { exact: true }).click();
  await page.getByLabel('Chapters').fill(String(chapters));
  await page.getByLabel('Words per chapter').fill('200');
  await page.getByRole('button', { name: 'Plan the book' }).click();
  await page.waitForURL(/\?job=/);
}

/** The first line of a part, there once the part is written. */
export const foundationPart = (page: Page, part: 'Outline' | 'Characters' | 'Chapters') =>
  page.getByRole('region', { name: part }).getByRole('listitem').first();

/** Lays a foundation and opens the book. */
export async function openNewBook(page: Page, chapters = 3): Promise<void> {
  await layFoundation(page, chapters);
  // Four calls of the model, at its pace.
  await page.getByRole('link', { name: 'Write the chapters' }).click({ timeout: 45_000 });
  await page.getByRole('button', { name: 'Write chapter 1', exact: true }).waitFor();
}

export const writeChapter = (page: Page, number: number) =>
  page.getByRole('button', { name: `Write chapter ${number}`, exact: true }).click();

/** The box in which a chapter's text comes in. */
export const comingText = (page: Page, number: number) =>
  page.getByRole('region', { name: `Chapter ${number}, as it is written` });

/** There once a chapter is written. */
export const readButton = (page: Page, number: number) =>
  page.getByRole('button', { name: `Read chapter ${number}`, exact: true });

export const editChapter = (page: Page, number: number) =>
  page.getByRole('button', { name: `Edit chapter ${number}`, exact: true }).click();

export const exportButton = (page: Page) => page.getByRole('button', { name: 'Export the book' });

/** Has the first chapter written, and changes its text without saving it. */
async function changeFirstChapter(page: Page): Promise<void> {
  await openNewBook(page);
  await writeChapter(page, 1);
  await readButton(page, 1).waitFor();
  await editChapter(page, 1);
  await page.getByRole('textbox', { name: 'Text' }).fill('The lamp went out at *four*.');
}

export const writingStates: readonly PageState[] = [
  {
    name: 'writing empty',
    show: async (page) => {
      await page.goto('/writing');
      await page.getByText('None yet.').or(page.locator('a[href*="book="]')).first().waitFor();
    },
  },
  {
    name: 'writing invalid',
    show: async (page) => {
      await page.goto('/writing');
      await page.getByText('Other', { exact: true }).click();
      await page.getByLabel('Chapters').fill('99');
      await page.getByRole('button', { name: 'Plan the book' }).click();
      await page.getByText('Enter a whole number from 1 to 60.').waitFor();
    },
  },
  {
    name: 'writing foundation',
    paceSeconds: 3,
    show: async (page) => {
      await layFoundation(page);
      await foundationPart(page, 'Outline').waitFor();
    },
  },
  {
    name: 'writing foundation finished',
    show: async (page) => {
      await layFoundation(page);
      await page.getByRole('link', { name: 'Write the chapters' }).waitFor();
    },
  },
  {
    name: 'writing book planned',
    show: (page) => openNewBook(page),
  },
  {
    name: 'writing chapters',
    paceSeconds: 6,
    show: async (page) => {
      await openNewBook(page);
      await page.getByRole('button', { name: 'Write all chapters' }).click();
      await comingText(page, 2).waitFor();
    },
  },
  {
    name: 'writing chapter cancelled',
    paceSeconds: 3,
    show: async (page) => {
      await openNewBook(page);
      await writeChapter(page, 1);
      await comingText(page, 1).waitFor();
      await page.getByRole('button', { name: 'Cancel: Chapter 1' }).click();
      await page.getByRole('button', { name: 'Try again: Chapter 1' }).waitFor();
    },
  },
  {
    name: 'writing book finished',
    show: async (page) => {
      await openNewBook(page);
      await writeChapter(page, 1);
      await readButton(page, 1).click();
      await exportButton(page).click();
      await page.getByRole('button', { name: /\.pdf/ }).waitFor();
    },
  },
  {
    name: 'writing chapter editor',
    show: async (page) => {
      await changeFirstChapter(page);
      await page.getByRole('textbox', { name: 'Title' }).fill('');
      await page.getByText('Give the chapter a title.').waitFor();
      await page.getByRole('button', { name: 'Edit the outline' }).click();
      await page.getByRole('button', { name: 'Add a part' }).click();
      await page.getByRole('button', { name: 'Discard', exact: true }).last().click();
      await page.getByText('Discard your changes?').waitFor();
    },
  },
  {
    name: 'writing chapter versions',
    show: async (page) => {
      await changeFirstChapter(page);
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByText('Versions of the text (2)').click();
      await page.getByRole('button', { name: /^Restore: As the job wrote it/ }).click();
      await page.getByText('Read this version').click();
    },
  },
  {
    name: 'writing unknown book',
    show: async (page) => {
      await page.goto('/writing?book=no-such-book');
      await page.getByText('Book not found').waitFor();
    },
  },
];
