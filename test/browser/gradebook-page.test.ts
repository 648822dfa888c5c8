import { readFile } from 'node:fs/promises';
import type { Download, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { readDocx } from '../../src/documents/read-docx.ts';
import { readCsv } from '../support/read-csv.ts';
import { sampleSettings } from '../journeys/sample-settings.ts';
import { overflows, pages, signIn } from './open-page.ts';
import { chooseFiles, enhance, gradeByShown } from './states/rubric-states.ts';

const open = pages();
const setSamples = sampleSettings();

const students = ['Ada Lovelace', 'Grace Hopper', 'Mary Somerville'];
const fileNames = ['Bees - Ada Lovelace.txt', 'Bees - Grace Hopper.txt', 'Bees - Mary.txt'];

async function downloaded(page: Page, button: string): Promise<Download> {
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: button }).click();
  return downloading;
}

/** Opens a report from the gradebook, and gives the first category other points. */
async function correct(page: Page, student: string, points: string, note: string): Promise<void> {
  await page.getByRole('link', { name: student }).click();
  await page.getByRole('heading', { name: student }).waitFor();
  await page
    .getByRole('button', { name: /^Correct / })
    .first()
    .click();
  await page.getByLabel('Points', { exact: true }).fill(points);
  await page.getByLabel('Note').fill(note);
  await page.getByRole('button', { name: 'Save the correction' }).click();
  await page.getByRole('paragraph').filter({ hasText: note }).waitFor();
}

test('a class is graded at once, three grades are corrected, and the CSV has them', async () => {
  setSamples({ paceSeconds: 0, chaos: [] });
  const { page, complaints } = await open();
  await signIn(page);
  await enhance(page);
  await page.getByRole('link', { name: 'Grade with this rubric' }).click();
  await chooseFiles(page, fileNames);
  expect(await page.getByLabel('Student of Bees - Ada Lovelace.txt').inputValue()).toBe('Ada Lovelace');
  await page.getByLabel('Student of Bees - Mary.txt').fill('Mary Somerville');
  await page.getByRole('button', { name: 'Grade 3 submissions' }).click();

  await page.waitForURL(/\/gradebook$/);
  for (const student of students) await page.getByRole('rowheader', { name: student }).waitFor();
  expect(await page.getByText('Being graded').count()).toBe(0);

  await correct(page, 'Ada Lovelace', '20', 'She cites the study herself.');
  // What it was stands beside it, and the total has changed by as much.
  const numbers = async (selector: string) =>
    [...(await page.locator(selector).first().innerText()).matchAll(/\d+/g)].map(Number);
  const [given, , was] = await numbers('.grade-points');
  const [total = 0, , , wasTotal = 0] = await numbers('.grade-total');
  const points = String(total);
  expect(given).toBe(20);
  expect(was).toBeGreaterThan(20);
  expect(wasTotal - total).toBe((was ?? 0) - 20);
  await page.getByRole('link', { name: 'Back to the gradebook' }).click();
  await correct(page, 'Grace Hopper', '0', 'Copied from the book.');
  await page.getByRole('link', { name: 'Back to the gradebook' }).click();
  await correct(page, 'Mary Somerville', '12.5', 'Half of it is there.');
  await page.getByRole('button', { name: 'Edit name and feedback' }).click();
  await page.getByLabel('Student').fill('=Mary "May" Somerville');
  await page.getByRole('textbox', { name: 'Feedback' }).fill('Read it aloud, once more.');
  await page.getByRole('button', { name: 'Save the changes' }).click();
  await page.getByRole('heading', { name: '=Mary' }).waitFor();
  await page.getByRole('link', { name: 'Back to the gradebook' }).click();
  await page.getByRole('rowheader', { name: '=Mary' }).waitFor();
  expect(await page.getByText('Edited', { exact: true }).count()).toBe(3);

  await page.getByLabel('Rubric', { exact: true }).selectOption({ index: 1 });
  const csv = await downloaded(page, 'Export as CSV');
  expect(csv.suggestedFilename()).toMatch(/^Grades-.+\.csv$/);
  const text = await readFile(await csv.path(), 'utf8');
  expect(text.startsWith('\uFEFFStudent,Rubric,Points,Maximum,Percent,Graded,Edited,Sample,')).toBe(true);
  const [head = [], ...rows] = readCsv(text.slice(1));
  expect(head.at(-1)).toBe('Feedback');
  // Edited, sample, the first category.
  const exported = rows.map(([student, , , , , , ...others]) => [student, ...others.slice(0, 3)]);
  expect(exported.toSorted(([one = ''], [other = '']) => one.localeCompare(other))).toEqual([
    [`'=Mary "May" Somerville`, 'yes', 'yes', '12.5'],
    ['Ada Lovelace', 'yes', 'yes', '20'],
    ['Grace Hopper', 'yes', 'yes', '0'],
  ]);
  expect(rows.find(([student]) => student === 'Ada Lovelace')?.[2]).toBe(points);
  expect(rows.find(([student]) => student?.includes('Mary'))?.at(-1)).toBe('Read it aloud, once more.');

  const word = await downloaded(page, 'Export as Word');
  expect(word.suggestedFilename()).toMatch(/\.docx$/);
  const { text: html } = readDocx(await readFile(await word.path()), 'grades.docx');
  for (const part of ['Ada Lovelace', 'Read it aloud, once more.', `${points} of 100`, '20 of']) {
    expect(html).toContain(part);
  }
  expect(complaints).toEqual([]);
});

test('a correction is undone and brought back, and a deleted grade is gone', async () => {
  setSamples({ paceSeconds: 0, chaos: [] });
  const { page, complaints } = await open('/', { viewport: { width: 360, height: 740 } });
  await signIn(page);
  await enhance(page);
  await gradeByShown(page);
  await page.getByRole('button', { name: 'Copy the feedback' }).waitFor();
  const total = page.locator('.grade-total');
  const original = await total.innerText();
  const correctFirst = page.getByRole('button', { name: /^Correct / }).first();
  await correctFirst.click();
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT');
  await page.getByLabel('Points', { exact: true }).fill('1000');
  await page.getByText('Enter a number from 0 to').waitFor();
  expect(await page.getByRole('button', { name: 'Save the correction' }).isDisabled()).toBe(true);
  await page.getByLabel('Level').selectOption({ index: 3 });
  await page.getByText(/\(before: \d+\)/).waitFor();
  await page.getByRole('button', { name: 'Save the correction' }).click();
  await total.getByText(/^was/).waitFor();
  const corrected = await total.innerText();
  expect(corrected).not.toBe(original);
  expect(await overflows(page)).toBe(false);

  await page.getByText('Versions (2)').click();
  await page.getByRole('button', { name: 'Restore' }).click();
  await expect.poll(() => total.innerText()).toBe(original);
  await page.getByRole('button', { name: 'Restore' }).first().click();
  await expect.poll(() => total.innerText()).toBe(corrected);

  await page.goto('/gradebook');
  await page.getByRole('link', { name: 'Unnamed student' }).first().click();
  await page.getByRole('button', { name: 'Delete this grade' }).click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.waitForURL(/\/gradebook$/);
  await page.getByText('3 grades', { exact: true }).waitFor();
  expect(await overflows(page)).toBe(false);
  expect(complaints).toEqual([]);
});

test('a file that cannot be read is named, and no more than thirty are taken', async () => {
  const { page } = await open('/enhance');
  await signIn(page);
  await enhance(page);
  await page.getByRole('link', { name: 'Grade with this rubric' }).click();
  await chooseFiles(page, ['one.txt']);
  const more = (count: number, name: string, content: string) =>
    Array.from({ length: count }, (_, index) => ({
      name: `${name}${index}.txt`,
      mimeType: 'text/plain',
      buffer: Buffer.from(content),
    }));
  const field = page.getByLabel('Files with the submissions');
  await field.setInputFiles([...more(1, 'empty', ''), ...more(1, 'two', 'Bees.')]);
  await page.getByText('empty0.txt is empty.').waitFor();
  await page.getByRole('button', { name: 'Grade 2 submissions' }).waitFor();
  await field.setInputFiles(more(30, 'more', 'Bees.'));
  await page.getByText('At most 30 files can be sent together.').waitFor();
  await page.getByRole('button', { name: 'Grade 30 submissions' }).waitFor();
  expect(await page.getByRole('button', { name: /^Grade \d+ submissions$/ }).count()).toBe(1);
});
