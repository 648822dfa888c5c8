import type { Page } from 'playwright-core';
import type { PageState } from './state.ts';

/** Has lore of a kind written, from whatever was shown before. */
export async function writeLore(
  page: Page,
  { kind = 'Characters', theme = 'a drowned city of bell founders', count = 3 } = {},
): Promise<void> {
  await page.goto('/lore');
  await page.getByText(kind, { exact: true }).first().click();
  await page.getByLabel('Theme').fill(theme);
  await page.getByLabel('How many').fill(String(count));
  await page.getByRole('button', { name: `Write ${kind.toLowerCase()}` }).click();
  await page.waitForURL(/\?job=/);
}

/** Follows the chosen lore to its story. */
export async function writeStory(page: Page, title?: string): Promise<void> {
  await page.getByRole('link', { name: 'Write a story with them' }).click();
  if (title !== undefined) await page.getByLabel('Title').fill(title);
  await page.getByRole('button', { name: 'Write the story' }).click();
  await page.waitForURL(/\?job=/);
}

/** The first card whose item is on the shelf. */
export const firstChoice = (page: Page) => page.getByRole('checkbox').first();

export const loreStates: readonly PageState[] = [
  {
    name: 'lore empty',
    show: async (page) => {
      await page.goto('/lore');
      await page.getByText('Your shelf is empty').waitFor();
    },
  },
  {
    name: 'lore invalid',
    show: async (page) => {
      await page.goto('/lore');
      await page.getByLabel('How many').fill('40');
      await page.getByRole('button', { name: 'Write characters' }).click();
      await page.getByText('Fill this in.').waitFor();
    },
  },
  {
    name: 'lore writing',
    paceSeconds: 15,
    show: async (page) => {
      await writeLore(page);
      await page.locator('.lore-card h3').first().waitFor();
    },
  },
  {
    name: 'lore finished',
    show: async (page) => {
      await writeLore(page);
      await firstChoice(page).waitFor();
      await page.locator('summary').first().click();
      await page
        .getByRole('button', { name: /^Remove/ })
        .last()
        .click();
    },
  },
  {
    name: 'lore editor',
    show: async (page) => {
      await writeLore(page, { count: 2 });
      await firstChoice(page).waitFor();
      const edit = page.getByRole('button', { name: /^Edit / });
      await edit.first().click();
      await page.getByLabel('Description').fill('A bell founder.');
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.locator('.lore-card p').getByText('A bell founder.').waitFor();
      await page.locator('summary').first().click();
      await page.getByText('Versions (2)').click();
      await edit.last().click();
      await page.getByLabel('Traits').fill('');
      await page.getByText('Write at least 2, one per line.').waitFor();
    },
  },
  {
    name: 'lore unknown',
    show: async (page) => {
      await page.goto('/lore?job=no-such-job&task=generate-relics');
      await page.getByText('Job not found.').waitFor();
    },
  },
  {
    name: 'worlds empty',
    show: async (page) => {
      await page.goto('/worlds');
      await page.getByText('No lore chosen yet').waitFor();
    },
  },
  {
    name: 'worlds invalid',
    show: async (page) => {
      await writeLore(page);
      await firstChoice(page).waitFor();
      await page.getByRole('link', { name: 'Write a story with them' }).click();
      await page.getByLabel('Theme').fill('');
      await page.getByRole('button', { name: 'Write the story' }).click();
      await page.getByText('Fill this in.').waitFor();
    },
  },
  {
    name: 'world writing',
    paceSeconds: 6,
    show: async (page) => {
      await writeLore(page, { count: 1 });
      await firstChoice(page).waitFor();
      await writeStory(page);
      await page.locator('article h3').first().waitFor();
    },
  },
  {
    name: 'world finished',
    show: async (page) => {
      await writeLore(page, { count: 1 });
      await firstChoice(page).waitFor();
      await writeStory(page);
      await page.getByRole('button', { name: 'Copy as Markdown' }).waitFor();
    },
  },
  {
    name: 'world saved',
    show: async (page) => {
      await writeLore(page, { count: 1 });
      await firstChoice(page).waitFor();
      await writeStory(page);
      await page.getByRole('button', { name: 'Copy as Markdown' }).waitFor();
      await page.getByRole('link', { name: 'All worlds' }).click();
      await page.getByRole('region', { name: 'Your worlds' }).getByRole('link').first().click();
      await page.getByText('Lore in this story').click();
      await page.getByRole('button', { name: 'Delete' }).click();
    },
  },
  {
    name: 'world unknown',
    show: async (page) => {
      await page.goto('/worlds?world=no-such-world');
      await page.getByText('World not found').waitFor();
    },
  },
];
