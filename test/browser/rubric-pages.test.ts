import { expect, test } from 'vitest';
import { sampleSettings } from '../journeys/sample-settings.ts';
import { overflows, pages, signIn } from './open-page.ts';
import { chooseFiles, enhance, essay, gradeByShown } from './states/rubric-states.ts';

const open = pages();
const setSamples = sampleSettings();

test('a few rules become a rubric, and work is graded by it with quotes that are marked in it', async () => {
  setSamples({ paceSeconds: 3, chaos: [] });
  const { page, complaints } = await open();
  await signIn(page);
  await enhance(page);
  await page.getByRole('rowheader').first().waitFor();
  expect(await page.getByRole('progressbar').count()).toBe(1);
  await page.getByRole('link', { name: 'Grade with this rubric' }).waitFor();
  const title = await page.getByRole('heading', { level: 2 }).first().innerText();

  await gradeByShown(page);
  // Grades come one after another, while others are still at work.
  await page.locator('.grade').first().waitFor();
  expect(await page.getByRole('progressbar').count()).toBe(1);
  // A refresh goes on with the same job.
  await page.reload();
  await page.getByRole('button', { name: 'Copy the feedback' }).waitFor();

  const quotes = await page.locator('.grade-quote').allInnerTexts();
  expect(quotes.length).toBeGreaterThan(0);
  for (const quote of quotes) expect(essay).toContain(quote.trim());
  const links = page.locator('.grade-quote a');
  // The text is read after the grades.
  await expect.poll(() => links.count()).toBe(quotes.length);
  await links.first().click();
  const target = page.locator(`[id="${new URL(page.url()).hash.slice(1)}"]`);
  expect(await page.locator('mark').filter({ has: target }).innerText()).toContain(quotes[0]?.trim());
  expect(await page.getByText('Sample content, not written by a model').count()).toBe(1);

  await page.getByRole('button', { name: 'Grade another' }).click();
  const choices = await page.getByLabel('Rubric', { exact: true }).innerText();
  expect(choices).toContain(title);
  expect(complaints).toEqual([]);
});

test('an uploaded text is graded too, and stands beside its grades with the quotes marked', async () => {
  setSamples({ paceSeconds: 0, chaos: [] });
  const { page } = await open();
  await signIn(page);
  await enhance(page);
  await page.getByRole('link', { name: 'Grade with this rubric' }).click();
  await chooseFiles(page, ['Ada Lovelace.txt']);
  await page.getByRole('button', { name: 'Grade the submission' }).click();
  await page.getByRole('heading', { name: 'Ada Lovelace' }).waitFor();
  expect(await page.locator('.quoted-text').innerText()).toContain(essay.slice(0, 41));
  expect(await page.locator('.quote-mark').count()).toBeGreaterThan(0);
});

test('a rubric is corrected in place, its total runs along, and a former version comes back', async () => {
  setSamples({ paceSeconds: 0, chaos: [] });
  const { page, complaints } = await open();
  await signIn(page);
  await enhance(page);
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  const points = page.getByLabel('Points of level 1 of category 1');
  const before = Number(await points.inputValue());
  await points.fill('many');
  await page.getByText('Enter a number for all points.').waitFor();
  await points.fill(String(before + 5));
  await page.getByText('105 points in all (before: 100)').waitFor();
  await page.getByLabel('Title of the rubric').fill('The corrected rubric');
  await page.getByRole('button', { name: 'Save the changes' }).click();
  await page.getByRole('heading', { name: 'The corrected rubric' }).waitFor();

  // It is what is graded with and improved from now on, on any machine.
  await page.getByRole('link', { name: 'Improve this rubric' }).click();
  await expect.poll(() => page.getByLabel('Total points').inputValue()).toBe('105');
  await page.getByRole('button', { name: 'Write the rubric' }).click();
  await page.getByRole('heading', { name: /Changes from “The corrected rubric”/ }).waitFor();

  await page.goBack();
  await page.goBack();
  await page.getByText('Versions (2)').click();
  await page.getByRole('button', { name: 'Restore' }).click();
  await page.getByText('100 points in all').waitFor();
  expect(await page.getByRole('heading', { name: 'The corrected rubric' }).count()).toBe(0);
  expect(complaints).toEqual([]);
});

test('what is missing is said at its field, which takes the focus, and nothing is sent', async () => {
  const { page } = await open('/enhance');
  await signIn(page);
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().includes('/api/')) sent.push(request.url());
  });
  await page.getByLabel('Total points').fill('-3');
  await page.getByRole('button', { name: 'Write the rubric' }).click();
  const rules = page.getByLabel('Rules or rubric');
  expect(await rules.getAttribute('aria-invalid')).toBe('true');
  expect(await rules.evaluate((field) => field === document.activeElement)).toBe(true);
  await page.getByText('Must be more than 0.').waitFor();
  expect(sent).toEqual([]);
});

test('pages change without the site being loaded again, and Back returns', async () => {
  const { page } = await open('/', { viewport: { width: 360, height: 740 } });
  await signIn(page);
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));
  await page.getByRole('link', { name: 'Scores', exact: true }).click();
  await page.getByLabel('Author').waitFor();
  expect(await page.title()).toBe('Scores · Overtime');
  expect(await overflows(page)).toBe(false);
  await page.goBack();
  await page.getByLabel('Document with the rubric').waitFor();
  expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true);
});
