import { readFile } from 'node:fs/promises';
import { createCanvas } from '@napi-rs/canvas';
import { afterEach, expect, test, vi } from 'vitest';
import { readDocument } from '../../src/documents/read-document.ts';
import { readPicture } from '../../src/overtime/files.ts';
import { sampleSettings } from '../journeys/sample-settings.ts';
import { overflows, pages, signIn } from './open-page.ts';
import { drawnPictures, fillStoryBook, makeStoryBook, picturesLoaded } from './states/story-book-states.ts';

const open = pages();
const setSamples = sampleSettings();
afterEach(() => vi.unstubAllEnvs());

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
  // It stands inside its scene, so that it covers no text of any; the focus is on it.
  const player = page.getByRole('region', { name: 'Narration of scene 2' });
  expect(await page.getByRole('article').nth(1).getByRole('region').count()).toBe(1);
  expect(await player.evaluate((element) => getComputedStyle(element).position)).toBe('static');
  expect(await player.evaluate((element) => element === document.activeElement)).toBe(true);
  await player.getByRole('button', { name: 'Next scene' }).click();
  await page.getByRole('region', { name: 'Narration of scene 3' }).waitFor();
  await page.getByRole('button', { name: 'Listen to scene 2' }).waitFor();

  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: /\.pdf/ }).click();
  const pdf = await readFile(await (await downloading).path());
  const { text } = await readDocument(new Uint8Array(pdf), { fileName: 'book.pdf', kinds: ['pdf'] });
  expect(text).toContain('For Mia, from Grandma');
  expect(text).toContain('Home Under the Rainbow');

  await page.reload();
  await page.getByRole('button', { name: 'Listen to scene 5' }).waitFor();
  await page.getByText('For Mia, from Grandma', { exact: true }).waitFor();
  expect(complaints).toEqual([]);
});

test('a search has things to find and says why it is not read aloud', async () => {
  const { page } = await open('/', { viewport: { width: 360, height: 740 }, colorScheme: 'dark' });
  await signIn(page);
  await makeStoryBook(page, 'Search and find');
  await page.getByText(/^Done in/).waitFor({ timeout: 45_000 });
  await expect.poll(() => drawnPictures(page).count()).toBe(2);
  expect(await page.getByRole('group', { name: 'Can you find…' }).count()).toBe(2);
  await page.getByText('Skipped: A search-and-find book is not read aloud.').waitFor();
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

test('without a model that looks at pictures the form asks for none; with one, a large photo is made smaller first', async () => {
  const { page } = await open('/story-books');
  await signIn(page);
  await page.getByText('A picture cannot be used here').waitFor();
  expect(await page.locator('input[type="file"]').count()).toBe(0);

  vi.stubEnv('GEMINI_API_KEY', 'no key');
  await page.reload();
  const input = page.getByLabel('Picture of the character');
  await input.waitFor();
  const canvas = createCanvas(2400, 1800);
  const context = canvas.getContext('2d');
  // Noise, which no compression makes small: as PNG it is far above the limit of 3 MB.
  const noise = context.createImageData(2400, 1800);
  for (let at = 0; at < noise.data.length; at += 4)
    noise.data.set([at % 251, (at * 7) % 253, (at * 13) % 255, 255], at);
  context.putImageData(noise, 0, 0);
  await input.setInputFiles({
    name: 'My dragon.png',
    mimeType: 'image/png',
    buffer: canvas.toBuffer('image/png'),
  });
  await page.getByText('My dragon.jpg').waitFor();

  // The upload goes to the Storage of the project; the job, which would call the model, is never sent.
  await page.route('**/generate-book-trigger', (route) => route.abort());
  const uploading = page.waitForRequest(
    (request) => request.url().includes('/object/job-files/') && request.method() === 'POST',
  );
  await fillStoryBook(page, 'Story adventure');
  await page.getByRole('button', { name: 'Create the book' }).click();
  const sent = readPicture(new Uint8Array((await uploading).postDataBuffer() ?? []));
  expect(sent).toMatchObject({ mediaType: 'image/jpeg', width: 1600, height: 1200 });
});
