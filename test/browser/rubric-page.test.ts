import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { sampleSettings } from '../journeys/sample-settings.ts';
import { overflows, pages, signIn } from './open-page.ts';

const sample = fileURLToPath(new URL('../../src/local/samples/essay-rubric.pdf', import.meta.url));
const open = pages();
const setSamples = sampleSettings();

async function extractSample(page: Page): Promise<void> {
  await page.getByLabel('Document with the rubric').setInputFiles(sample);
  await page.getByRole('button', { name: 'Extract the rubric' }).click();
  await page.waitForURL(/\?job=/);
}

const progress = (page: Page) => page.getByRole('progressbar');
const categories = (page: Page) => page.getByRole('rowheader');
const copyButton = (page: Page) => page.getByRole('button', { name: 'Copy as Markdown' });

test('a document becomes a rubric whose categories appear while it is being written', async () => {
  setSamples({ paceSeconds: 6, chaos: [] });
  const { page, complaints, picture } = await open();
  await picture('wide-sign-in');
  await signIn(page);
  await picture('wide-form');
  await extractSample(page);

  await categories(page).first().waitFor();
  await progress(page).waitFor();
  const whileWriting = await categories(page).count();
  expect(Number(await progress(page).getAttribute('aria-valuenow'))).toBeLessThan(100);
  await picture('wide-writing');

  await copyButton(page).waitFor();
  expect(await categories(page).count()).toBeGreaterThan(whileWriting);
  expect(await progress(page).count()).toBe(0);
  expect(await page.getByText('Sample content, not written by a model').count()).toBe(1);
  await picture('wide-done');

  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/\.md$/);
  const firstCategory = await categories(page).first().locator('.rubric-category-name').innerText();
  expect(await readFile(await download.path(), 'utf8')).toContain(firstCategory);

  expect(complaints).toEqual([]);
});

test('a refresh in the middle goes on watching the same job', async () => {
  setSamples({ paceSeconds: 5, chaos: [] });
  const { page } = await open();
  await signIn(page);
  await extractSample(page);
  await categories(page).first().waitFor();
  const address = page.url();

  await page.reload();
  await copyButton(page).waitFor();
  expect(page.url()).toBe(address);

  await page.getByRole('button', { name: 'New rubric' }).click();
  await page.goBack();
  await copyButton(page).waitFor();
});

test('a cancelled job stops, keeps what it had written and can be started again', async () => {
  setSamples({ paceSeconds: 20, chaos: [] });
  const { page } = await open();
  await signIn(page);
  await extractSample(page);
  await categories(page).first().waitFor();

  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await page.getByRole('heading', { name: 'Cancelled' }).waitFor();
  await page.getByText('Unfinished').waitFor();
  const cancelled = page.url();

  setSamples({ paceSeconds: 0, chaos: [] });
  await page.getByRole('button', { name: 'Try again' }).click();
  await copyButton(page).waitFor();
  expect(page.url()).not.toBe(cancelled);
});

test('a lost connection is named, and the watching resumes by itself', async () => {
  setSamples({ paceSeconds: 4, chaos: [] });
  const { page, setOffline } = await open();
  await signIn(page);
  await extractSample(page);
  await categories(page).first().waitFor();

  await setOffline(true);
  await page.getByText('Connection lost.').waitFor();
  await setOffline(false);
  await copyButton(page).waitFor();
  expect(await page.getByText('Connection lost.').count()).toBe(0);
});

test('a GIF renamed to PDF is refused before anything is uploaded', async () => {
  const { page, picture } = await open();
  await signIn(page);
  const uploads: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/storage/v1/object/')) uploads.push(request.url());
  });
  await page.getByLabel('Document with the rubric').setInputFiles({
    name: 'photo.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('GIF89a\x01\x00\x01\x00', 'latin1'),
  });
  await page
    .getByText('photo.pdf is named like a PDF file, but its content is something else. Choose another file.')
    .waitFor();
  await page.getByRole('button', { name: 'Extract the rubric' }).click();
  await page.getByText('Choose a document.').waitFor();
  await picture('wide-refused-file');
  expect(uploads).toEqual([]);
});

test('a file that only the server can see through is answered with a sentence and a code', async () => {
  const { page, picture } = await open();
  await signIn(page);
  await page.getByLabel('Document with the rubric').setInputFiles({
    name: 'archive.docx',
    mimeType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    // An empty ZIP archive behind a local file header: it starts like a Word file and is none.
    buffer: Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(200)]),
  });
  await page.getByRole('button', { name: 'Extract the rubric' }).click();
  await page.getByRole('alert').getByText('Technical details').waitFor();
  expect(await page.getByRole('alert').locator('p').first().innerText()).toMatch(/^archive\.docx .+\.$/);
  await picture('wide-refused-by-server');
});

test('a wrong password and an unknown job are answered with clear sentences', async () => {
  const { page } = await open('/?job=no-such-job');
  await page.getByLabel('Email').fill('ada@example.com');
  await page.getByLabel('Password').fill('not-her-password');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('alert').getByText('Email and password do not match.').waitFor();

  await signIn(page);
  await page.getByRole('alert').getByText('Job not found.').waitFor();
  expect(await page.getByRole('button', { name: 'Reload' }).count()).toBe(0);
});

test('the file is chosen, sent and cancelled by keyboard alone', async () => {
  setSamples({ paceSeconds: 20, chaos: [] });
  const { page } = await open();
  // Asked for early: the browser needs a moment until it hands its file dialogs over.
  const choosing = page.waitForEvent('filechooser');
  await signIn(page);
  await page.getByLabel('Document with the rubric').focus();
  await page.keyboard.press('Enter');
  await (await choosing).setFiles(sample);
  await page.getByRole('button', { name: 'Remove essay-rubric.pdf' }).waitFor();
  for (const name of ['Remove essay-rubric.pdf', 'Total points', 'Instructions', 'Extract the rubric']) {
    await page.keyboard.press('Tab');
    expect(
      await page.evaluate(() => {
        const element = document.activeElement as HTMLInputElement | null;
        return (
          element?.getAttribute('aria-label') ?? element?.labels?.[0]?.textContent ?? element?.textContent
        );
      }),
    ).toContain(name);
  }
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Cancel', exact: true }).waitFor();
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Cancelled' }).waitFor();
});

test('a dark screen of 360 pixels shows everything without scrolling sideways', async () => {
  setSamples({ paceSeconds: 5, chaos: [] });
  const { page, picture } = await open('/', { viewport: { width: 360, height: 740 }, colorScheme: 'dark' });
  const tooWide: string[] = [];
  const check = async (name: string) => {
    await picture(`narrow-dark-${name}`);
    if (await overflows(page)) tooWide.push(name);
  };
  await check('sign-in');
  await signIn(page);
  await page.getByLabel('Document with the rubric').waitFor();
  await check('form');
  await extractSample(page);
  await categories(page).first().waitFor();
  await check('writing');
  await copyButton(page).waitFor();
  await check('done');
  expect(tooWide).toEqual([]);
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(19, 20, 25)');
});
