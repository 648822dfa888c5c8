import type { Page } from 'playwright-core';
import type { PageState } from './state.ts';

export async function score(page: Page, title: string, author: string): Promise<void> {
  await page.goto('/scores');
  await page.getByLabel('Title').fill(title);
  await page.getByLabel('Author').fill(author);
  await page.getByRole('button', { name: 'Score the book' }).click();
}

export const scoringStates: readonly PageState[] = [
  {
    name: 'scores empty',
    show: async (page) => {
      await page.goto('/scores');
      await page.getByText('None yet.').or(page.locator('.recent-job')).first().waitFor();
    },
  },
  {
    name: 'scores invalid',
    show: async (page) => {
      await page.goto('/scores');
      await page.getByLabel('ISBN').fill('978-0-00');
      await page.getByRole('button', { name: 'Score the book' }).click();
      await page.getByText('Fill this in.').first().waitFor();
    },
  },
  {
    name: 'scores writing',
    paceSeconds: 15,
    show: async (page) => {
      // By its genre it is another book for the cache.
      await page.goto('/scores');
      await page.getByLabel('Title').fill('The Hating Game');
      await page.getByLabel('Author').fill('Sally Thorne');
      await page.getByLabel('Genre', { exact: false }).first().fill(`Genre ${Date.now()}`);
      await page.getByRole('button', { name: 'Score the book' }).click();
      await page.getByText('Scores so far').waitFor();
    },
  },
  {
    name: 'scores finished',
    show: async (page) => {
      await score(page, 'Pride and Prejudice', 'Jane Austen');
      await page.getByText('Please note').waitFor();
    },
  },
  {
    name: 'scores cached',
    show: async (page) => {
      for (const line of [/^Done in|^Answered at once/, /^Answered at once/]) {
        await score(page, 'Pride and Prejudice', 'Jane Austen');
        await page.getByText(line).waitFor();
      }
    },
  },
  {
    name: 'scores failed',
    show: async (page) => {
      await score(page, 'A Book Nobody Has Heard Of', 'No One');
      await page.getByText('Scoring failed').first().waitFor();
    },
  },
];
