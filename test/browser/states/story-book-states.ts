import type { Page } from 'playwright-core';
import type { PageState } from './state.ts';

const details = {
  'Name of the character': 'Luna',
  'What kind of character?': 'a brave dragon',
  'Special ability': 'fly through clouds',
  'World of the story': 'the Enchanted Forest',
  'Type of adventure': 'treasure hunt',
  // With the dash that a phone makes of it.
  'Reader’s age': '7 – 10',
} as const;

/** Fills in the form of the story books, where it stands. */
export async function fillStoryBook(page: Page, form: 'Story adventure' | 'Search and find'): Promise<void> {
  await page.getByText(form, { exact: true }).click();
  for (const [label, value] of Object.entries(details)) {
    await page.getByLabel(label, { exact: true }).fill(value);
  }
  await page.getByLabel('Dedication').fill('For Mia, from Grandma');
}

/** Fills it in and sends it off. */
export async function makeStoryBook(...[page, form]: Parameters<typeof fillStoryBook>): Promise<void> {
  await page.goto('/story-books');
  await fillStoryBook(page, form);
  await page.getByRole('button', { name: 'Create the book' }).click();
  await page.waitForURL(/\?job=/);
}

/** Waits until there is something to read. */
const written = (page: Page) =>
  page.getByRole('article').first().getByRole('paragraph').nth(1).waitFor({ timeout: 45_000 });

/** Waits until every picture that the page has is there, from the Storage of the project. */
export async function picturesLoaded(page: Page, count: number): Promise<void> {
  await page.waitForFunction(
    (wanted) =>
      document.images.length === wanted &&
      [...document.images].every(({ complete, naturalWidth }) => complete && naturalWidth > 0),
    count,
  );
}

/** The pictures that are drawn so far. */
export const drawnPictures = (page: Page) => page.getByRole('article').getByRole('img');

export const storyBookStates: readonly PageState[] = [
  {
    name: 'story book empty',
    show: async (page) => {
      await page.goto('/story-books');
      await page.getByText('None yet.').or(page.locator('.recent-job')).first().waitFor();
    },
  },
  {
    name: 'story book invalid',
    show: async (page) => {
      await page.goto('/story-books');
      await page.getByText('More settings').click();
      await page.getByLabel('Priority').fill('11');
      await page.getByRole('button', { name: 'Create the book' }).click();
      await page.getByText('Fill this in.').first().waitFor();
    },
  },
  {
    name: 'story book writing',
    paceSeconds: 3,
    show: async (page) => {
      await makeStoryBook(page, 'Story adventure');
      await written(page);
    },
  },
  {
    name: 'story book cancelled',
    // Long enough to be cancelled after its first words are shown.
    paceSeconds: 12,
    show: async (page) => {
      await makeStoryBook(page, 'Story adventure');
      await written(page);
      await page.getByRole('button', { name: 'Cancel', exact: true }).click();
      await page.getByRole('heading', { name: 'Cancelled' }).waitFor();
    },
  },
  {
    name: 'story book finished',
    show: async (page) => {
      await makeStoryBook(page, 'Story adventure');
      await page.getByRole('button', { name: 'Listen to scene 5' }).waitFor({ timeout: 45_000 });
      await picturesLoaded(page, 6);
    },
  },
  {
    name: 'story book to search in',
    show: async (page) => {
      await makeStoryBook(page, 'Search and find');
      await page.getByText(/^Done in/).waitFor({ timeout: 45_000 });
      await picturesLoaded(page, 3);
    },
  },
];
