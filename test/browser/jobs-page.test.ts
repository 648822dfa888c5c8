import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { sampleSettings } from '../journeys/sample-settings.ts';
import { pages, signIn } from './open-page.ts';
import { writeLore } from './states/lore-states.ts';
import { openNewest } from './states/jobs-states.ts';
import { score } from './states/scoring-states.ts';

const open = pages();
const setSamples = sampleSettings();
const lines = (page: Page) => page.locator('.job-line');

test('a job at work is watched, cancelled and tried again from its own page', async () => {
  setSamples({ paceSeconds: 30, chaos: [] });
  const { page, complaints } = await open('/lore');
  await signIn(page);
  await writeLore(page);
  await openNewest(page);
  const cancelled = page.url();
  await page.getByRole('progressbar').waitFor();
  await page.getByText('running').waitFor();
  await page.getByRole('link', { name: 'Watch the progress' }).waitFor();
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await page.getByRole('heading', { name: 'Cancelled' }).waitFor();

  setSamples({ paceSeconds: 0, chaos: ['drop'] });
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('heading', { name: 'Done' }).waitFor();
  expect(page.url()).not.toBe(cancelled);
  await page.getByText(/Written so far: \d of [23]\. The model is asked once more/).waitFor();
  await page.getByText('generation (repair)').waitFor();
  expect(await page.getByText('Sample content, not written by a model').count()).toBe(1);

  await page.getByText('Warnings and errors').click();
  await page.getByText('The model is asked once more').waitFor();
  await page.getByRole('link', { name: 'Open the result' }).click();
  await expect.poll(() => page.getByRole('checkbox').count()).toBe(3);
  expect(complaints).toEqual([]);
});

test('a failed job says why, with its code and its log', async () => {
  const { page } = await open('/lore');
  await signIn(page);
  await score(page, 'A Book Nobody Has Heard Of', 'No One');
  await page.getByText('No source has data on this book.').waitFor();
  await page.goto('/jobs?status=failed');
  await lines(page).first().getByText('No source has data on this book.').waitFor();
  await lines(page).first().click();
  await page.getByText('no_context').waitFor();
  await page.getByText('Google Books has no entry for this book.').waitFor();
  await page.getByText('Warnings and errors').click();
  await page.getByText('No warnings or errors.').waitFor();
  expect(await page.getByText('Google Books has no entry for this book.').count()).toBe(0);
});

test('a job is named by what it is about, found by its title, and shows its input and its result', async () => {
  const { page, complaints, picture } = await open('/lore');
  await signIn(page);
  await score(page, 'A Book Nobody Has Heard Of', 'No One');
  await page.getByText('No source has data on this book.').waitFor();
  await writeLore(page, { kind: 'Relics', count: 2 });
  await page.getByText(/Done in/).waitFor();
  await page.goto('/jobs');
  await lines(page).filter({ hasText: 'Score: A Book Nobody Has Heard Of' }).first().waitFor();

  await page.getByLabel('Search titles').fill('RELICS');
  await page.keyboard.press('Enter');
  await expect
    .poll(() => lines(page).locator('.font-medium').allInnerTexts())
    .toEqual(expect.not.arrayContaining([expect.not.stringMatching(/^Relics: /)]));
  expect(new URL(page.url()).search).toBe('?q=RELICS');
  await lines(page).first().click();

  await page.getByRole('heading', { level: 1, name: /^Relics: / }).waitFor();
  const card = (name: string) => page.getByRole('region', { name, exact: true });
  await card('Input').getByText('Count').waitFor();
  await card('Result').getByText('2 items').click();
  await card('Result').getByText('"appearance"').waitFor();
  await picture('job-with-input');
  expect(complaints).toEqual([]);
});

test('filters narrow the list, stand in the address, and Back takes them away again', async () => {
  const { page } = await open('/lore');
  await signIn(page);
  await writeLore(page, { kind: 'Events', count: 1 });
  await page.getByText(/Done in/).waitFor();
  await page.goto('/jobs');
  await lines(page).first().waitFor();

  await page.getByLabel('Task').selectOption('Generate events');
  await expect
    .poll(() => lines(page).locator('.font-medium').allInnerTexts())
    .toEqual(expect.not.arrayContaining([expect.not.stringMatching(/^Events: /)]));
  expect(new URL(page.url()).search).toBe('?task=generate-events');
  await page.getByLabel('Made by').selectOption('Language models');
  await page.getByText('No matching jobs').waitFor();
  await page.reload();
  await page.getByText('No matching jobs').waitFor();
  expect(await page.getByLabel('Made by').inputValue()).toBe('false');

  await page.goBack();
  await lines(page).first().waitFor();
  expect(await page.getByLabel('Made by').inputValue()).toBe('');
});

test('more than fifty jobs come a page at a time, with what they cost summed', async () => {
  const { page } = await open('/lore');
  await signIn(page);
  const job = (number: number) => ({
    jobId: `job-${number}`,
    task: 'extract-rubric',
    title: `Rubric: Essay ${number}`,
    status: 'completed',
    progress: 100,
    message: null,
    error: null,
    errorCode: null,
    sample: false,
    attempts: 1,
    tokenUsage: 1000,
    costUsd: number === 59 ? null : 0.25,
    durationMs: 2500,
    createdAt: '2026-01-01T00:00:00.000Z',
    finishedAt: '2026-01-01T00:00:03.000Z',
  });
  const from = (start: number, end: number) =>
    Array.from({ length: end - start }, (_, index) => job(start + index));
  await page.route('**/api/jobs*', (route) => {
    const isSecond = new URL(route.request().url()).searchParams.get('before') === 'the-50th';
    return route.fulfill({
      json: isSecond
        ? { jobs: from(50, 60), nextBefore: null }
        : { jobs: from(0, 50), nextBefore: 'the-50th' },
    });
  });
  await page.goto('/jobs');
  await page.getByText('The 50 newest jobs · 50,000 tokens · $12.50 in all').waitFor();
  await page.getByRole('button', { name: 'Show more' }).click();
  await page.getByText('60 jobs · 60,000 tokens · $14.75 in all · without 1 job of unknown price').waitFor();
  expect(await lines(page).count()).toBe(60);
  expect(await page.getByRole('button', { name: 'Show more' }).count()).toBe(0);
});
