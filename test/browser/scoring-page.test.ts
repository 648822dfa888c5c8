import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { sampleSettings } from '../journeys/sample-settings.ts';
import { pages, signIn } from './open-page.ts';
import { score } from './states/scoring-states.ts';

const open = pages();
const setSamples = sampleSettings();

const report = (page: Page) => page.getByRole('article');
const scoresIn = async (page: Page) => (await page.locator('.score-value').allInnerTexts()).map(Number);

test('a book is scored, the same book is answered at once, and both are said', async () => {
  setSamples({ paceSeconds: 3, chaos: [] });
  const { page, complaints } = await open();
  await signIn(page);
  // A book of this test's own: results are shared, and others of the stack score the better known.
  await score(page, 'A Small Harbour', 'Nora Vale');
  await page.getByText('Scores so far').waitFor();
  await report(page).waitFor();
  const scores = await scoresIn(page);
  expect(scores).toHaveLength(5);
  const overall = Math.round(scores.reduce((sum, one) => sum + one, 0) / 5);
  await page.getByRole('img', { name: `Overall score: ${overall} of 100` }).waitFor();
  expect(await page.getByText(/^Done in/).count()).toBe(1);
  expect(await page.getByText('Sample content, not written by a model').count()).toBe(1);

  await page.getByRole('button', { name: 'Score another book' }).click();
  await score(page, 'A SMALL HARBOUR!', 'nora vale');
  await page.getByText('Answered at once, from an earlier result').waitFor();
  expect(await scoresIn(page)).toEqual(scores);

  await page.getByRole('link', { name: 'Scores', exact: true }).click();
  await page.getByRole('link', { name: /^A Small Harbour/i }).click();
  await report(page).waitFor();

  // And in another browser, beside the user's other books with their scores.
  const { page: fresh } = await open('/scores');
  await signIn(fresh);
  await fresh.getByRole('link', { name: new RegExp(`A Small Harbour.*${overall}`, 'is') }).click();
  await report(fresh).waitFor();
  expect(complaints).toEqual([]);
});

test('a book that no source knows fails with what to do', async () => {
  const { page } = await open();
  await signIn(page);
  await score(page, 'Never Written', 'Nobody At All');
  await page.getByText('No source has data on this book.').waitFor();
  await page.getByText('add the ISBN').waitFor();
  expect(await report(page).count()).toBe(0);
  await page.getByRole('link', { name: 'Try again with changes' }).click();
  await expect.poll(() => page.getByLabel('Title').inputValue()).toBe('Never Written');
  expect(await page.getByLabel('Author').inputValue()).toBe('Nobody At All');
  // Its page in the list of jobs shows the names as they were typed, too.
  await page.goto('/jobs');
  await page.getByRole('link', { name: 'Score: Never Written' }).first().click();
  await page.getByText('Nobody At All').waitFor();
});

test('the scores of a book outlive their job', async () => {
  const { page } = await open();
  await signIn(page);
  await score(page, 'Pride and Prejudice', 'Jane Austen');
  await report(page).waitFor();
  const scores = await scoresIn(page);
  await page.route('**/api/score-book-status*', (route) =>
    route.fulfill({
      status: 404,
      contentType: 'application/problem+json',
      body: JSON.stringify({
        title: 'Not Found',
        status: 404,
        code: 'not_found',
        detail: 'There is no such job.',
      }),
    }),
  );
  await page.reload();
  await page.getByText('The job has expired').waitFor();
  expect(await scoresIn(page)).toEqual(scores);
});
