import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { sampleSettings } from '../journeys/sample-settings.ts';
import { overflows, pages, signIn } from './open-page.ts';
import { drawnPictures, makeStoryBook, picturesLoaded } from './states/story-book-states.ts';

const open = pages();
const setSamples = sampleSettings();

test('an adventure appears scene by scene, is read aloud and comes as a PDF', async () => {
  setSamples({ paceSeconds: 2, chaos: [] });
  const { page, complaints } = await open();
  await signIn(page);
  await makeStoryBook(page, 'Story adventure');
  await page.getByText('Picture not drawn yet').first().waitFor({ timeout: 30_000 });
  await page.getByRole('progressbar').waitFor();
  expect(await page.getByRole('article').count()).toBe(5);
  expect(await page.getByRole('button', { name: /^Listen/ }).count()).toBe(0);

  await page.getByRole('button', { name: 'Listen to scene 2' }).waitFor({ timeout: 45_000 });
  expect(await page.getByRole('progressbar').count()).toBe(0);
  await expect.poll(() => drawnPictures(page).count()).toBe(5);
  await page.getByRole('img', { name: 'The cover of “Luna and the Golden Key”' }).waitFor();
  expect(await drawnPictures(page).first().getAttribute('alt')).toMatch(/^A clearing with an owl/);
  // Out of the Storage of the project, past the page's policy.
  await picturesLoaded(page, 6);
  expect(await page.getByText(/the rest of the book$/).count()).toBe(5);
  expect(await page.getByText('Skipped: No picture of the character was sent.').count()).toBe(1);
  expect(await page.getByText('Sample content, not written by a model').count()).toBe(1);

  await page.getByRole('button', { name: 'Listen to scene 2' }).click();
  // Sound, likewise.
  await page.waitForFunction(() => {
    const player = document.querySelector('audio');
    return player !== null && !player.paused && player.currentTime > 0;
  });
  await page.getByText('Scene 2 of 5').waitFor();

  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: /\.pdf/ }).click();
  const pdf = await readFile(await (await downloading).path());
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');

  await page.reload();
  await page.getByRole('button', { name: 'Listen to scene 5' }).waitFor();
  expect(complaints).toEqual([]);
});

test('a search has things to find and says why it is not read aloud', async () => {
  const { page } = await open('/', { viewport: { width: 360, height: 740 }, colorScheme: 'dark' });
  await signIn(page);
  await makeStoryBook(page, 'Search and find');
  await page.getByText(/^Done in/).waitFor({ timeout: 45_000 });
  await expect.poll(() => drawnPictures(page).count()).toBe(2);
  expect(await page.getByRole('group', { name: 'Can you find…' }).count()).toBe(2);
  await page.getByText('Skipped: An interactive search is looked at, not read aloud.').waitFor();
  expect(await page.locator('audio').count()).toBe(0);
  expect(await overflows(page)).toBe(false);
});

test('what is wrong with a story book is said at its fields, and nothing is sent', async () => {
  const { page } = await open('/story-books');
  await signIn(page);
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST') sent.push(new URL(request.url()).pathname);
  });
  await page.getByLabel('Reader’s age').fill('10-7');
  await page.getByRole('button', { name: 'Create the book' }).click();
  await page.getByText('Give ages from 1 to 17, the younger one first.').waitFor();
  expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('character_name');
  expect(sent.filter((path) => path.includes('generate-book'))).toEqual([]);
});
