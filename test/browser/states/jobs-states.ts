import type { Page } from 'playwright-core';
import { writeLore } from './lore-states.ts';
import { score } from './scoring-states.ts';
import type { PageState } from './state.ts';

/** Opens the newest job of the list. */
export async function openNewest(page: Page): Promise<void> {
  await page.goto('/jobs');
  await page.locator('.job-line').first().click();
  await page.getByRole('heading', { name: 'Time and cost' }).waitFor();
}

export const jobsStates: readonly PageState[] = [
  {
    name: 'jobs loading',
    show: async (page) => {
      await page.route('**/api/jobs*', () => {});
      await page.goto('/jobs');
      await page.getByText('Loading the jobs').waitFor();
      await page.unroute('**/api/jobs*');
    },
  },
  {
    name: 'jobs empty',
    show: async (page) => {
      await page.route('**/api/jobs*', (route) => route.fulfill({ json: { jobs: [], nextBefore: null } }));
      await page.goto('/jobs');
      await page.getByText('No jobs yet').waitFor();
      await page.unroute('**/api/jobs*');
    },
  },
  {
    name: 'jobs filtered to none',
    show: async (page) => {
      await page.goto('/jobs?task=extract-rubric&sample=false&status=failed');
      await page.getByText('No matching jobs').waitFor();
    },
  },
  {
    name: 'jobs refused',
    show: async (page) => {
      await page.route('**/api/jobs*', (route) =>
        route.fulfill({ status: 422, json: { code: 'invalid_input', detail: 'The list is not to be had.' } }),
      );
      await page.goto('/jobs');
      await page.getByText('Some of the input is not accepted.').waitFor();
      await page.unroute('**/api/jobs*');
    },
  },
  {
    name: 'jobs list',
    show: async (page) => {
      await writeLore(page, { count: 1 });
      await score(page, 'A Book Nobody Has Heard Of', 'No One');
      await page.getByText('Scoring failed').first().waitFor();
      await page.goto('/jobs');
      await page.locator('.job-line').first().waitFor();
    },
  },
  {
    name: 'job writing',
    paceSeconds: 20,
    show: async (page) => {
      await writeLore(page);
      await openNewest(page);
      await page.getByRole('button', { name: 'Cancel' }).waitFor();
    },
  },
  {
    name: 'job finished',
    show: async (page) => {
      await writeLore(page);
      await page.getByText(/Done in/).waitFor();
      await openNewest(page);
      await page.getByRole('link', { name: 'Open the result' }).waitFor();
    },
  },
  {
    name: 'job failed',
    show: async (page) => {
      await score(page, 'A Book Nobody Has Heard Of', 'No One');
      await page.getByText('Scoring failed').first().waitFor();
      await openNewest(page);
      await page.getByText(/^Hardcover .* book\.$/).waitFor();
    },
  },
  {
    name: 'job unknown',
    show: async (page) => {
      await page.goto('/jobs?job=no-such-job&task=score-book');
      await page.getByText('Job not found.').waitFor();
    },
  },
];
