import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { sampleSettings } from '../journeys/sample-settings.ts';
import { overflows, pages, signIn } from './open-page.ts';
import { openNewest } from './states/jobs-states.ts';
import { writeLore } from './states/lore-states.ts';

const sample = fileURLToPath(new URL('../../src/local/samples/essay-rubric.pdf', import.meta.url));
const open = pages();
const setSamples = sampleSettings();

test('a cancelled job is tried again with changes: its form is filled in, and its file is kept', async () => {
  setSamples({ paceSeconds: 20, chaos: [] });
  const { page, complaints, picture } = await open();
  await signIn(page);
  await page.getByLabel('Document with the rubric').setInputFiles(sample);
  await page.getByLabel('Instructions').fill('Leave out the bonus');
  await page.getByRole('button', { name: 'Extract the rubric' }).click();
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await page.getByRole('heading', { name: 'Cancelled' }).waitFor();
  await picture('cancelled-with-changes');
  const cancelled = page.url();

  setSamples({ paceSeconds: 0, chaos: [] });
  const uploads: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/storage/v1/object/')) uploads.push(request.url());
  });
  await page.getByRole('link', { name: 'Try again with changes' }).click();
  await page.getByText('Filled in with the input of the earlier job.').waitFor();
  await page.getByText('essay-rubric.pdf', { exact: true }).waitFor();
  expect(await page.getByLabel('Instructions').inputValue()).toBe('Leave out the bonus');
  await picture('form-filled-in');
  await page.getByLabel('Total points').fill('50');
  // A refresh keeps what was changed, and the file of the job.
  await page.reload();
  await page.getByText('Draft restored.').waitFor();
  expect(await page.getByLabel('Total points').inputValue()).toBe('50');
  await page.getByRole('button', { name: 'Extract the rubric' }).click();
  await page.getByRole('button', { name: 'Copy as Markdown' }).waitFor();
  expect(page.url()).not.toBe(cancelled);
  expect(uploads).toEqual([]);

  await page.getByRole('button', { name: 'New rubric' }).click();
  await page.getByRole('button', { name: 'Extract the rubric' }).waitFor();
  expect(await page.getByLabel('Total points').inputValue()).toBe('');
  expect(await page.getByText('essay-rubric.pdf', { exact: true }).count()).toBe(0);

  await openNewest(page);
  const input = page.getByRole('region', { name: 'Input', exact: true });
  await input.getByText('Leave out the bonus').waitFor();
  await input.getByText('50', { exact: true }).waitFor();
  expect(complaints).toEqual([]);
});

test("a job's page leads to the form of its task, filled in", async () => {
  const { page } = await open('/lore');
  await signIn(page);
  await writeLore(page, { kind: 'Relics', theme: 'a city of clocks', count: 2 });
  await page.getByText(/Done in/).waitFor();
  await openNewest(page);
  await page.getByRole('link', { name: 'Try again with changes' }).click();
  await page.getByText('Filled in with the input of the earlier job.').waitFor();
  expect(await page.getByLabel('Theme').inputValue()).toBe('a city of clocks');
  expect(await page.getByLabel('How many').inputValue()).toBe('2');
  await page.getByLabel('How many').fill('1');
  await page.getByRole('button', { name: 'Write relics' }).click();
  await page.getByText(/Done in/).waitFor();
  expect(new URL(page.url()).searchParams.get('task')).toBe('generate-relics');
});

test('a form that is left keeps its draft until its job is accepted or its user signs out', async () => {
  const { page, picture } = await open('/writing', { viewport: { width: 360, height: 740 } });
  await signIn(page);
  await page.getByLabel('Idea').fill('A lighthouse that lies');
  await page.getByText('Other', { exact: true }).click();
  await page.getByLabel('Chapters').fill('2');
  await page.getByRole('link', { name: 'Scores' }).click();
  await page.getByLabel('Author').waitFor();
  await page.getByRole('link', { name: 'Writing' }).click();
  await page.getByText('Draft restored.').waitFor();
  expect(await page.getByLabel('Chapters').inputValue()).toBe('2');
  expect(await overflows(page)).toBe(false);
  await picture('narrow-draft-restored');

  await page.getByLabel('Genre').fill('mystery');
  await page.getByRole('button', { name: 'Plan the book' }).click();
  await page.waitForURL(/\?job=/);
  await page.goto('/writing');
  await page.getByLabel('Idea').waitFor();
  expect(await page.getByLabel('Idea').inputValue()).toBe('');

  await page.getByLabel('Idea').fill('Another one');
  await page.reload();
  await page.getByText('Draft restored.').waitFor();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await signIn(page);
  await page.getByLabel('Idea').waitFor();
  expect(await page.getByLabel('Idea').inputValue()).toBe('');
});
