import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import type { PageState } from './state.ts';

const sample = fileURLToPath(new URL('../../../src/local/samples/essay-rubric.pdf', import.meta.url));

/** Three rules, to make a rubric of. */
export const rules =
  'Three sources at least, cited.\nA thesis in the first paragraph.\nNo spelling mistakes.';

/** A work to grade, in which the sample finds passages to quote. */
export const essay = [
  'School should begin later in the morning. That is the thesis of this essay, and it rests on what is known of sleep.',
  'Teenagers fall asleep later than children do. Researchers at three universities measured it and found the same each time. A pupil who gets up at six has slept for less than seven hours, and nine are needed.',
  'There are costs. Buses have to run at other times, and sports end in the dark in winter. But a bus plan can be changed, and a tired brain cannot.',
].join('\n\n');

export async function extract(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByLabel('Document with the rubric').setInputFiles(sample);
  await page.getByRole('button', { name: 'Extract the rubric' }).click();
}

export async function enhance(page: Page): Promise<void> {
  await page.goto('/enhance');
  await page.getByLabel('Rules or rubric').fill(rules);
  await page.getByRole('button', { name: 'Write the rubric' }).click();
}

/** Grades the essay by the rubric that is shown. */
export async function gradeByShown(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Grade with this rubric' }).click();
  await page.getByText('Show the rubric').waitFor();
  await page.getByRole('textbox', { name: 'Text', exact: true }).fill(essay);
  await page.getByRole('button', { name: 'Grade the submission' }).click();
}

/** Chooses files with the essay, named as they are given, in the form that grades. */
export async function chooseFiles(page: Page, names: readonly string[]): Promise<void> {
  await page.getByText('Upload files').click();
  await page
    .getByLabel('Files with the submissions')
    .setInputFiles(names.map((name) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(essay) })));
  for (const name of names) await page.getByRole('button', { name: `Remove ${name}` }).waitFor();
}

const finishedRubric = (page: Page) => page.getByRole('link', { name: 'Grade with this rubric' }).waitFor();
/** A rubric that stands there finished. */
async function enhanced(page: Page): Promise<void> {
  await enhance(page);
  await finishedRubric(page);
}
/** A grade with a correction. */
async function correctedGrade(page: Page): Promise<void> {
  await enhanced(page);
  await gradeByShown(page);
  await page.getByRole('button', { name: 'Copy the feedback' }).waitFor();
  await page
    .getByRole('button', { name: /^Correct / })
    .first()
    .click();
  await page.getByLabel('Points', { exact: true }).fill('20');
  await page.getByLabel('Note').fill('Two of the three sources are missing.');
  await page.getByRole('button', { name: 'Save the correction' }).click();
  await page.locator('.grade-points').getByText(/^was/).waitFor();
}
const firstRow = (page: Page) => page.getByRole('rowheader').first().waitFor();
const cancel = (page: Page) => page.getByRole('button', { name: 'Cancel', exact: true }).click();

export const rubricStates: readonly PageState[] = [
  {
    name: 'rubric empty',
    show: async (page) => {
      await page.goto('/');
      await page.getByText('None yet.').or(page.locator('.recent-job')).first().waitFor();
    },
  },
  {
    name: 'rubric invalid',
    show: async (page) => {
      await page.goto('/');
      await page.getByLabel('Total points').fill('many');
      await page.getByRole('button', { name: 'Extract the rubric' }).click();
      await page.getByText('Choose a document.').waitFor();
    },
  },
  {
    name: 'rubric writing',
    paceSeconds: 15,
    show: async (page) => {
      await extract(page);
      await firstRow(page);
    },
  },
  {
    name: 'rubric cancelled',
    paceSeconds: 15,
    show: async (page) => {
      await extract(page);
      await firstRow(page);
      await cancel(page);
      await page.getByRole('heading', { name: 'Cancelled' }).waitFor();
    },
  },
  {
    name: 'rubric finished',
    show: async (page) => {
      await extract(page);
      await finishedRubric(page);
    },
  },
  {
    name: 'rubric failed',
    show: async (page) => {
      await page.goto('/');
      await page.getByLabel('Document with the rubric').setInputFiles({
        name: 'archive.docx',
        mimeType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
        buffer: Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(200)]),
      });
      await page.getByRole('button', { name: 'Extract the rubric' }).click();
      await page.getByRole('alert').getByText('Technical details').waitFor();
    },
  },
  {
    name: 'rubric draft',
    show: async (page) => {
      await page.goto('/');
      await page.getByLabel('Total points').fill('50');
      await page.reload();
      await page.getByText('Draft restored.').waitFor();
    },
  },
  {
    name: 'rubric again',
    paceSeconds: 20,
    show: async (page) => {
      await extract(page);
      await page.getByRole('button', { name: 'Cancel', exact: true }).click();
      await page.getByRole('link', { name: 'Try again with changes' }).click();
      await page.getByText('essay-rubric.pdf').waitFor();
    },
  },
  {
    name: 'rubric unknown',
    show: async (page) => {
      await page.goto('/?job=no-such-job');
      await page.getByText('Job not found.').waitFor();
    },
  },
  {
    name: 'enhance empty',
    show: async (page) => {
      await page.goto('/enhance');
      await page.getByLabel('Rules or rubric').waitFor();
    },
  },
  {
    name: 'enhance invalid',
    show: async (page) => {
      await page.goto('/enhance');
      await page.getByLabel('Total points').fill('0');
      await page.getByRole('button', { name: 'Write the rubric' }).click();
      await page.getByText('Fill this in.').waitFor();
    },
  },
  {
    name: 'enhance writing',
    paceSeconds: 15,
    show: async (page) => {
      await enhance(page);
      await firstRow(page);
    },
  },
  {
    name: 'enhance finished',
    show: async (page) => {
      await enhanced(page);
    },
  },
  {
    name: 'grade without a rubric',
    show: async (page) => {
      await page.route('**/rest/v1/rubrics*', (route) =>
        route.fulfill({ json: [], headers: { 'access-control-allow-origin': '*' } }),
      );
      await page.goto('/grade');
      await page.getByText('Grading needs a rubric first').waitFor();
      await page.unroute('**/rest/v1/rubrics*');
    },
  },
  {
    name: 'grade empty',
    show: async (page) => {
      await enhanced(page);
      await page.goto('/grade');
      await page.getByLabel('Rubric', { exact: true }).waitFor();
    },
  },
  {
    name: 'grade invalid',
    show: async (page) => {
      await enhanced(page);
      await page.goto('/grade');
      await page.getByRole('button', { name: 'Grade the submission' }).click();
      await page.getByText('Paste the submission.').waitFor();
    },
  },
  {
    name: 'grade writing',
    paceSeconds: 4,
    show: async (page) => {
      await enhanced(page);
      await gradeByShown(page);
      await page.locator('.grade').first().waitFor();
    },
  },
  {
    name: 'grade cancelled',
    paceSeconds: 4,
    show: async (page) => {
      await enhanced(page);
      await gradeByShown(page);
      await page.locator('.grade').first().waitFor();
      await cancel(page);
      await page.getByRole('heading', { name: 'Cancelled' }).waitFor();
    },
  },
  {
    name: 'grade finished',
    show: async (page) => {
      await enhanced(page);
      await gradeByShown(page);
      await page.getByRole('button', { name: 'Copy the feedback' }).waitFor();
    },
  },
  {
    name: 'grade many',
    show: async (page) => {
      await enhanced(page);
      await page.getByRole('link', { name: 'Grade with this rubric' }).click();
      await chooseFiles(page, ['Bees - Ada Lovelace.txt', 'Bees - Grace Hopper.txt', 'Bees - Mary.txt']);
    },
  },
  {
    name: 'grade being corrected',
    show: async (page) => {
      await correctedGrade(page);
      await page
        .getByRole('button', { name: /^Correct / })
        .nth(1)
        .click();
      await page.getByLabel('Points', { exact: true }).fill('1000');
      await page.getByText('Enter a number from 0 to').waitFor();
    },
  },
  {
    name: 'grade details',
    show: async (page) => {
      await correctedGrade(page);
      await page.getByRole('button', { name: 'Edit name and feedback' }).click();
      await page.getByRole('textbox', { name: 'Feedback' }).waitFor();
    },
  },
  {
    name: 'gradebook empty',
    show: async (page) => {
      await page.goto('/gradebook');
      await page.getByText('No grades yet').or(page.getByRole('rowheader')).first().waitFor();
    },
  },
  {
    name: 'gradebook list',
    show: async (page) => {
      await correctedGrade(page);
      await page.goto('/gradebook');
      await page.getByRole('rowheader').first().waitFor();
    },
  },
  {
    name: 'gradebook being graded',
    paceSeconds: 20,
    show: async (page) => {
      await enhanced(page);
      await page.getByRole('link', { name: 'Grade with this rubric' }).click();
      await chooseFiles(page, ['Bees - Ada.txt', 'Bees - Grace.txt']);
      await page.getByRole('button', { name: 'Grade 2 submissions' }).click();
      await page.getByText('2 submissions to go').waitFor();
    },
  },
  {
    name: 'gradebook report',
    show: async (page) => {
      await correctedGrade(page);
      await page.goto('/gradebook');
      await page.getByRole('rowheader').first().getByRole('link').click();
      await page.getByRole('button', { name: 'Delete this grade' }).click();
    },
  },
];
