import { expect, test } from 'vitest';
import { sampleSettings } from '../journeys/sample-settings.ts';
import { overflows, pages, signIn } from './open-page.ts';
import { writeLore } from './states/lore-states.ts';
import { score } from './states/scoring-states.ts';

const open = pages();
const setSamples = sampleSettings();

test('an operator finds a failed job of another user, sees its attempts and runs it again', async () => {
  const { page: hers } = await open('/lore');
  await signIn(hers);
  await score(hers, 'A Book Nobody Has Heard Of', 'No One');
  await hers.getByText('No source has data on this book.').waitFor();
  expect(await hers.getByRole('link', { name: 'Operator' }).count()).toBe(0);

  const { page, complaints, picture } = await open('/operator');
  await signIn(page, 2);
  await page.getByText('Cost today').waitFor();
  await page.getByText('of 1 ended').waitFor();
  await page.getByLabel('Status').selectOption('Failed');
  await page.getByLabel('User').fill('ada@example.com');
  await page.getByRole('button', { name: 'Apply' }).click();
  const line = page.locator('.job-line');
  await line.getByText('Score: A Book Nobody Has Heard Of').waitFor();
  await picture('operator-list');
  await line.click();
  await page.getByRole('heading', { level: 1, name: 'Score: A Book Nobody Has Heard Of' }).waitFor();
  await page.getByText('Attempt 1: failed').waitFor();
  await page.locator('pre', { hasText: 'No source has data' }).first().waitFor();
  await picture('operator-job');
  const former = page.url();
  await page.getByRole('button', { name: 'Run again from the start' }).click();
  await expect.poll(() => page.url()).not.toBe(former);
  await page.getByRole('button', { name: 'Cancel' }).waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Try again' }).waitFor();

  await page.setViewportSize({ width: 375, height: 800 });
  expect(await overflows(page)).toBe(false);
  await page.goto('/operator');
  await page.getByText('Cost today').waitFor();
  await page.emulateMedia({ colorScheme: 'dark' });
  await picture('operator-list-narrow-dark');
  expect(await overflows(page)).toBe(false);
  expect(complaints).toEqual([]);
});

test('another user opens the page and is shown nothing of it', async () => {
  setSamples({ paceSeconds: 0, chaos: [] });
  const { page } = await open('/lore');
  await signIn(page, 1);
  await writeLore(page, { count: 1 });
  await page.goto('/operator');
  await page.getByText('This page is for operators.').waitFor();
  expect(await page.locator('.job-line').count()).toBe(0);
  expect(await page.getByText('Cost today').count()).toBe(0);
});
