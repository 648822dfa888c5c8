import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { checkout } from '../../src/local/checkout.ts';
import { sampleSettings } from '../journeys/sample-settings.ts';
import { stack } from '../support/file-stack.ts';
import { withDatabase } from '../journeys/with-database.ts';
import { pages, signIn } from './open-page.ts';

const sample = join(checkout, 'src/local/samples/essay-rubric.pdf');
const open = pages();
const setSamples = sampleSettings();
const sql = withDatabase();

/** A signed-in page with a job at work, of which something is written. */
async function watchingPage(paceSeconds: number) {
  setSamples({ paceSeconds, chaos: [] });
  const { page, setOffline } = await open();
  await signIn(page);
  await page.getByLabel('Document with the rubric').setInputFiles(sample);
  await page.getByRole('button', { name: 'Extract the rubric' }).click();
  await page.waitForURL(/\?job=/);
  await page.getByRole('rowheader').first().waitFor();
  return { page, setOffline, jobId: new URL(page.url()).searchParams.get('job') ?? '' };
}

const result = (page: Page) => page.getByRole('button', { name: 'Copy as Markdown' });

/** How often the server was asked for the job's status. */
const readsOf = (jobId: string) =>
  stack.requests.filter((request) => request.includes(`/extract-rubric-status?jobId=${jobId}`)).length;

/** Waits for the end of a job by other calls than those that are counted. */
async function ended(page: Page, jobId: string): Promise<void> {
  const status = () =>
    page.evaluate(async (id) => {
      const key = Object.keys(localStorage).find((name) => name.endsWith('-auth-token')) ?? '';
      const { access_token: token } = JSON.parse(localStorage.getItem(key) ?? '{}') as {
        access_token: string;
      };
      const answer = await fetch(`/api/jobs?jobId=${id}`, { headers: { authorization: `Bearer ${token}` } });
      return ((await answer.json()) as { status: string }).status;
    }, jobId);
  await expect.poll(status, { timeout: 30_000, interval: 500 }).toBe('completed');
}

test('a page hears what changes over Realtime: one read at the start, one at the end, and no call is held', async () => {
  const { page, jobId } = await watchingPage(3);
  await result(page).waitFor();
  const reads = stack.requests.filter((request) => request.includes(`-status?jobId=${jobId}`));
  expect(reads.length).toBeLessThanOrEqual(3);
  expect(reads.filter((request) => request.includes('wait='))).toEqual([]);
});

test('a job that is taken out of view is read no more', async () => {
  const { page, jobId } = await watchingPage(6);
  expect(readsOf(jobId)).toBeGreaterThan(0);
  await page.getByRole('button', { name: 'New rubric' }).click();
  await page.getByLabel('Document with the rubric').waitFor();
  const reads = readsOf(jobId);
  await ended(page, jobId);
  expect(readsOf(jobId)).toBe(reads);
});

test('a hidden tab reads nothing but the end, and shows it as soon as it is seen again', async () => {
  const { page, jobId } = await watchingPage(6);
  const show = (visibility: 'hidden' | 'visible') =>
    page.evaluate((state) => {
      Object.defineProperty(document, 'visibilityState', { get: () => state, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, visibility);
  await show('hidden');
  const reads = readsOf(jobId);
  await ended(page, jobId);
  await result(page).waitFor();
  expect(readsOf(jobId)).toBe(reads + 1);

  await show('visible');
  await result(page).waitFor();
  expect(readsOf(jobId)).toBe(reads + 1);
});

test('twenty seconds without a network lose nothing', async () => {
  const { page, setOffline, jobId } = await watchingPage(4);
  await page.clock.install();
  await setOffline(true);
  await page.getByText('Connection lost.').waitFor();
  // The job ends meanwhile.
  const status = async () => (await sql`select status from overtime.jobs where id = ${jobId}`)[0]?.['status'];
  await expect.poll(status, { timeout: 30_000 }).toBe('completed');
  await page.clock.runFor(20_000);
  expect(await page.getByText('Connection lost.').count()).toBe(1);
  await setOffline(false);
  await result(page).waitFor();
  expect(await page.getByText('Connection lost.').count()).toBe(0);
});

/** Changes what the browser keeps of the session. */
const spoilSession = (page: Page, changes: Readonly<Record<string, unknown>>) =>
  page.evaluate((spoilt) => {
    const key = Object.keys(localStorage).find((name) => name.endsWith('-auth-token')) ?? '';
    const session = JSON.parse(localStorage.getItem(key) ?? '{}') as object;
    localStorage.setItem(key, JSON.stringify({ ...session, ...spoilt }));
  }, changes);

test('a token that is refused is renewed, and the watching goes on', async () => {
  const { page } = await watchingPage(4);
  await spoilSession(page, { access_token: 'spoilt' });
  const refused = page.waitForResponse((response) => response.status() === 401);
  await page.reload();
  await refused;
  await result(page).waitFor();
  expect(await page.getByRole('button', { name: 'Sign out' }).count()).toBe(1);
});

test('a session that has ended leads to the sign-in page, and from there back to the job', async () => {
  const { page } = await watchingPage(2);
  const address = page.url();
  await spoilSession(page, { access_token: 'spoilt', refresh_token: 'spoilt', expires_at: 1 });
  await page.reload();
  await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
  await signIn(page);
  await result(page).waitFor();
  expect(page.url()).toBe(address);
});

test('two tabs follow one job, and what one does is seen in the other', async () => {
  const { page } = await watchingPage(20);
  const other = await page.context().newPage();
  await other.goto(page.url());
  await other.getByRole('rowheader').first().waitFor();
  await other.getByRole('button', { name: 'Cancel', exact: true }).click();
  for (const tab of [page, other]) {
    await tab.getByRole('heading', { name: 'Cancelled' }).waitFor();
    expect(await tab.getByText('Unfinished').count()).toBe(1);
  }
});

test('an upload carries the key that a hosted project asks for', async () => {
  setSamples({ paceSeconds: 0, chaos: [] });
  const { page } = await open();
  await signIn(page);
  const uploading = page.waitForRequest(
    (request) => request.method() === 'POST' && request.url().includes('/storage/v1/object/job-files/'),
  );
  await page.getByLabel('Document with the rubric').setInputFiles(sample);
  await page.getByRole('button', { name: 'Extract the rubric' }).click();
  expect((await uploading).headers()['apikey']).toMatch(/.+/);
  await result(page).waitFor();
});

test('a slow network shows how far the upload is, and what is written all the same', async () => {
  setSamples({ paceSeconds: 3, chaos: [] });
  const { page } = await open();
  await signIn(page);
  const network = await page.context().newCDPSession(page);
  // As a poor telephone: half a second each way, 400 kbit/s down, 80 kbit/s up.
  await network.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 500,
    downloadThroughput: 50_000,
    uploadThroughput: 10_000,
  });
  await page.getByLabel('Document with the rubric').setInputFiles(sample);
  await page.getByRole('button', { name: 'Extract the rubric' }).click();
  await page.getByText('Uploading').first().waitFor();
  await page.getByRole('rowheader').first().waitFor();
  await result(page).waitFor();
  expect(await page.getByText(/^Done in/).count()).toBe(1);
});

test('a job that failed is tried again from where it is read, and completes', async () => {
  setSamples({ paceSeconds: 0, chaos: ['429:1', '429:1', '429:1'] });
  const { page } = await open();
  await signIn(page);
  await page.getByLabel('Document with the rubric').setInputFiles(sample);
  await page.getByRole('button', { name: 'Extract the rubric' }).click();
  await page.waitForURL(/\?job=/);
  const failed = page.url();
  await page.getByRole('button', { name: 'Try again' }).click({ timeout: 40_000 });
  await result(page).waitFor();
  expect(page.url()).not.toBe(failed);
});
