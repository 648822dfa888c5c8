import type { Page } from 'playwright-core';
import { score } from './scoring-states.ts';
import type { PageState } from './state.ts';

/** Opens the operator's page, whose list has a job that failed. */
async function listOfOneFailed(page: Page): Promise<void> {
  await score(page, 'A Book Nobody Has Heard Of', 'No One');
  await page.getByText('Scoring failed').first().waitFor();
  await page.goto('/operator');
  await page.locator('.job-line').first().waitFor();
}

export const accountStates: readonly PageState[] = [
  {
    name: 'account',
    show: async (page) => {
      await page.goto('/account');
      await page.getByRole('button', { name: 'Delete my account' }).waitFor();
    },
  },
  {
    name: 'account new password',
    show: async (page) => {
      await page.goto('/account?new-password');
      await page.getByRole('button', { name: 'Set the password' }).waitFor();
    },
  },
  {
    name: 'operator refused',
    show: async (page) => {
      await page.goto('/operator');
      await page.getByText('This page is for operators.').waitFor();
    },
  },
  {
    name: 'operator list',
    operator: true,
    show: async (page) => {
      await listOfOneFailed(page);
      await page.getByText('Cost today').waitFor();
    },
  },
  {
    name: 'operator job',
    operator: true,
    show: async (page) => {
      await listOfOneFailed(page);
      await page.locator('.job-line').first().click();
      await page.getByText('Attempt 1: failed').waitFor();
    },
  },
];
