import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { beforeEach, expect, test } from 'vitest';
import { sampleSettings } from '../journeys/sample-settings.ts';
import { overflows, pages, signIn } from './open-page.ts';
import { withDatabase } from '../journeys/with-database.ts';
import { sampleLore } from '../tasks/lore/sample-lore.ts';
import { writeLore, writeStory } from './states/lore-states.ts';

const open = pages();
const setSamples = sampleSettings();

// The tests share a user, whose shelf is in the database.
const sql = withDatabase();
beforeEach(() => sql`truncate public.lore_items`);

const cards = (page: Page) => page.locator('.lore-card h3');
const choices = (page: Page) => page.getByRole('checkbox');
/** How many cards there are once a job's items are on the shelf, with a choice on each. */
async function choicesOnce(page: Page, count: number): Promise<void> {
  await expect.poll(() => choices(page).count(), { timeout: 20_000 }).toBe(count);
}

test('characters appear one by one, are kept over a refresh, and what is chosen becomes a saved world', async () => {
  const { page, complaints } = await open('/lore');
  await signIn(page);
  await page.getByText('Your shelf is empty').waitFor();

  setSamples({ paceSeconds: 8, chaos: [] });
  await writeLore(page);
  await cards(page).first().waitFor();
  expect(await cards(page).count()).toBeLessThan(3);
  expect(await choices(page).count()).toBe(0);
  const [first = ''] = await cards(page).allInnerTexts();
  await page.reload();
  await choicesOnce(page, 3);
  expect((await cards(page).allInnerTexts())[0]).toBe(first);

  setSamples({ paceSeconds: 0, chaos: [] });
  await writeLore(page, { kind: 'Relics', count: 2 });
  await choicesOnce(page, 5);
  const names = await cards(page).allInnerTexts();
  expect(new Set(names).size).toBe(5);
  // Of the relics, written last and therefore shown first, one is left out.
  await choices(page).first().uncheck();
  await page.getByText('4 items chosen').waitFor();

  setSamples({ paceSeconds: 3, chaos: [] });
  await page.getByRole('link', { name: 'Write a story with them' }).click();
  expect(await page.getByRole('group', { name: 'The story' }).innerText()).not.toContain(names[0]);
  expect(await page.getByLabel('Theme').inputValue()).toBe('a drowned city of bell founders');
  await page.getByLabel('Title').fill('The Bell under the Harbour');
  await page.getByRole('button', { name: 'Write the story' }).click();
  await page.locator('article h3').first().waitFor();
  expect(await page.locator('article[aria-busy=true]').count()).toBe(1);
  await page.getByRole('button', { name: 'Copy as Markdown' }).waitFor();
  expect(await page.locator('article h3').count()).toBeGreaterThanOrEqual(3);
  const story = await page.locator('article').innerText();
  expect(story).toContain(first.split(' ')[0]);

  await page.getByRole('link', { name: 'All worlds' }).click();
  await page.getByRole('link', { name: 'The Bell under the Harbour' }).click();
  await page.getByText('Lore in this story').waitFor();
  expect(await page.locator('article').innerText()).toBe(story);
  expect(await page.getByText('Sample content, not written by a model').count()).toBe(1);

  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download' }).click();
  const text = await readFile(await (await downloading).path(), 'utf8');
  expect(text).toMatch(/^# The Bell under the Harbour\n\n\*.+\*\n\n## /);

  await page.getByRole('button', { name: 'Delete this world' }).click();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Keep');
  await page.getByRole('button', { name: 'Keep' }).click();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Delete this world');
  await page.getByRole('button', { name: 'Delete this world' }).click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('button', { name: 'Write the story' }).waitFor();
  expect(await page.getByRole('link', { name: 'The Bell under the Harbour' }).count()).toBe(0);
  expect(complaints).toEqual([]);
});

test('what was finished before a cancellation is kept, and what was removed is put back', async () => {
  setSamples({ paceSeconds: 12, chaos: [] });
  const { page } = await open('/lore');
  await signIn(page);
  await writeLore(page, { kind: 'Settings' });
  await cards(page).first().waitFor();
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await page.getByRole('heading', { name: 'Cancelled' }).waitFor();
  await choices(page).first().waitFor();
  const names = await cards(page).allInnerTexts();
  expect(names.length).toBeLessThan(3);

  await page.getByRole('button', { name: `Remove ${names[0]}` }).click();
  await page.getByRole('button', { name: 'Put 1 removed setting back' }).click();
  await choicesOnce(page, names.length);
  expect(await cards(page).allInnerTexts()).toEqual(names);
});

test('the shelf is found again in a fresh browser, with what was left out and removed', async () => {
  const { page } = await open('/lore');
  await signIn(page);
  await writeLore(page, { kind: 'Events', theme: 'a fair of storms', count: 3 });
  await choicesOnce(page, 3);
  const names = await cards(page).allInnerTexts();
  await choices(page).first().uncheck();
  await page.getByRole('button', { name: `Remove ${names[1]}` }).click();
  await page.getByRole('button', { name: 'Put 1 removed event back' }).waitFor();

  const { page: fresh, complaints } = await open('/lore');
  await signIn(fresh);
  await choicesOnce(fresh, 2);
  expect(await cards(fresh).allInnerTexts()).toEqual([names[0], names[2]]);
  expect(await choices(fresh).first().isChecked()).toBe(false);
  expect(await choices(fresh).last().isChecked()).toBe(true);
  expect(await fresh.getByLabel('Theme').inputValue()).toBe('a fair of storms');

  // The shelf of an earlier version, which the other browser still has, is taken over once.
  const userId = await page.evaluate(() => {
    const session = JSON.parse(localStorage.getItem('sb-127-auth-token') ?? '{}') as { user: { id: string } };
    return session.user.id;
  });
  const [relic] = sampleLore.relics;
  const old = {
    theme: 'salt',
    items: [{ id: 'an-old-job-0', kind: 'relics', item: relic, sample: false, chosen: true }],
    jobIds: ['an-old-job'],
  };
  await page.evaluate(
    ([key = '', text = '']) => localStorage.setItem(key, text),
    [`overtime.lore.${userId}`, JSON.stringify(old)],
  );
  await page.goto('/lore');
  await choicesOnce(page, 3);
  expect(await cards(page).allInnerTexts()).toContain(relic?.name);
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('lore')))).toEqual(
    [],
  );
  await fresh.reload();
  await choicesOnce(fresh, 3);
  expect(complaints).toEqual([]);
});

test('the shelf is the own one of each user of a browser', async () => {
  const { page } = await open('/lore');
  await signIn(page);
  await writeLore(page, { count: 1 });
  await choicesOnce(page, 1);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByLabel('Email').waitFor();
  await page.goto('/lore');
  await signIn(page, 1);
  await page.getByText('Your shelf is empty').waitFor();
  expect(await cards(page).count()).toBe(0);
});

test('a world is read by its address after its job was purged', async () => {
  const { page } = await open('/lore');
  await signIn(page);
  await writeLore(page, { count: 1 });
  await choicesOnce(page, 1);
  await writeStory(page, 'A Story That Stays');
  await page.getByRole('button', { name: 'Copy as Markdown' }).waitFor();
  await page.route('**/api/create-world-status*', (route) =>
    route.fulfill({ status: 404, json: { code: 'not_found', detail: 'There is no such job.' } }),
  );
  await page.reload();
  await page.getByRole('heading', { name: 'A Story That Stays' }).waitFor();
  await page.getByText('Lore in this story').waitFor();
  expect(await page.getByText('not_found').count()).toBe(0);

  // And found again in a browser that knows nothing of it.
  const { page: fresh } = await open('/worlds');
  await signIn(fresh);
  await fresh.getByRole('link', { name: /A Story That Stays/ }).click();
  await fresh.getByRole('heading', { name: 'A Story That Stays' }).waitFor();
});

test('on a small screen what is being written stands before the form, and nothing is too wide', async () => {
  setSamples({ paceSeconds: 8, chaos: [] });
  const { page } = await open('/lore', { viewport: { width: 360, height: 740 }, colorScheme: 'dark' });
  await signIn(page);
  await writeLore(page);
  await cards(page).first().waitFor();
  const top = async (selector: string) => (await page.locator(selector).first().boundingBox())?.y ?? 0;
  expect(await top('.job-progress')).toBeLessThan(await top('form'));
  expect(await overflows(page)).toBe(false);
  await page.getByRole('button', { name: 'Write more' }).click();
  expect(await top('form')).toBeLessThan(740);
});

test('an item of lore is edited on its card, a story is made of the edit, and a former version comes back', async () => {
  setSamples({ paceSeconds: 0, chaos: [] });
  const { page, complaints, picture } = await open('/lore', {
    viewport: { width: 360, height: 740 },
    colorScheme: 'dark',
  });
  // Jobs of the test before go on, and leave lore to the first user.
  await signIn(page, 1);
  await writeLore(page, { count: 1 });
  await choicesOnce(page, 1);
  const [original = ''] = await cards(page).allInnerTexts();
  await page.getByRole('button', { name: `Edit ${original}` }).click();
  const save = page.getByRole('button', { name: 'Save', exact: true });
  await page.getByLabel('Name').fill('Quillon the Unheard');
  await page.getByLabel('Traits').fill('patient');
  await page.getByText('Write at least 2, one per line.').waitFor();
  expect(await save.isDisabled()).toBe(true);
  await page.getByLabel('Traits').fill('patient\nnever late');
  expect(await overflows(page)).toBe(false);
  await picture('lore-editor');
  await save.click();
  await page.getByRole('heading', { name: 'Quillon the Unheard' }).waitFor();

  await page.reload();
  await page.getByRole('heading', { name: 'Quillon the Unheard' }).waitFor();
  await writeStory(page, 'His bell');
  await page.getByRole('button', { name: 'Copy as Markdown' }).waitFor();
  expect(await page.locator('article').innerText()).toContain('Quillon');

  await page.goto('/lore');
  const card = page.locator('.lore-card').filter({ hasText: 'Quillon the Unheard' });
  await card.locator('summary').first().click();
  await page.getByText('patient · never late').waitFor();
  await page.getByText('Versions (2)').click();
  await page.getByRole('button', { name: 'Restore: As the job wrote it' }).click();
  await expect.poll(() => cards(page).allInnerTexts()).toEqual([original]);
  expect(complaints).toEqual([]);
});
