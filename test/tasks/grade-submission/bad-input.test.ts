import { expect, test } from 'vitest';
import { gradeSubmission } from '../../../src/tasks/grade-submission/contract.ts';
import { sampleRubric } from '../../support/sample-rubrics.ts';
import { triggerRig } from '../trigger-rig.ts';

const rig = triggerRig(gradeSubmission);
const rubric = sampleRubric(1);
const [first, ...others] = rubric.categories;
const submission = 'Bees matter more than most people think.';
const oneOf = /one of submission .*file .*filePath/;

rig.refuses([
  { what: 'nothing', body: {}, path: 'rubric', reason: /^Fill this in\.$/ },
  { what: 'a list in a list', body: [[]], path: '0', reason: /object/ },
  { what: 'no rubric', body: { submission }, path: 'rubric', reason: /^Fill this in\.$/ },
  { what: 'a rubric as text', body: { submission, rubric: '# Essay' }, path: 'rubric', reason: /object/ },
  {
    what: 'a rubric without categories',
    body: { submission, rubric: { ...rubric, categories: [] } },
    path: 'rubric.categories',
    reason: /^Give at least 1 item\.$/,
  },
  {
    what: 'points that do not add up',
    body: { submission, rubric: { ...rubric, totalPoints: 90 } },
    path: 'rubric.categories',
    reason: /add up to 100 .* must add up to 90: 10 too many/,
  },
  {
    what: 'a negative number of points',
    body: { submission, rubric: { ...rubric, categories: [{ ...first, points: -1 }, ...others] } },
    path: 'rubric.categories.0.points',
    reason: /^Must be at least 0\.$/,
  },
  {
    what: 'two categories of one name',
    body: {
      submission,
      rubric: { ...rubric, categories: rubric.categories.map((each) => ({ ...each, name: 'A' })) },
    },
    path: 'rubric.categories.1.name',
    reason: /Another category/,
  },
  {
    what: 'two levels of one name',
    body: {
      submission,
      rubric: {
        ...rubric,
        categories: [
          { ...first, levels: first?.levels.map((level) => ({ ...level, name: 'B' })) },
          ...others,
        ],
      },
    },
    path: 'rubric.categories.0.levels.1.name',
    reason: /Another level/,
  },
  {
    what: 'thirty-one categories',
    body: {
      submission,
      rubric: {
        title: 'Long',
        totalPoints: 31,
        categories: Array.from({ length: 31 }, (_, index) => ({
          name: `C${index}`,
          description: '',
          points: 1,
          levels: [],
        })),
      },
    },
    path: 'rubric.categories',
    reason: /at most 30/,
  },
  { what: 'no submission', body: { rubric }, path: 'submission', reason: oneOf },
  {
    what: 'a blank submission',
    body: { rubric, submission: '  ' },
    path: 'submission',
    reason: /^Fill this in\.$/,
  },
  {
    what: 'a submission of 200,001 characters',
    body: { rubric, submission: 'x'.repeat(200_001) },
    path: 'submission',
    reason: /^Write at most 200,000 characters\.$/,
  },
  {
    what: 'a text and a file',
    body: { rubric, submission, file: 'AA==', fileName: 'a.pdf' },
    path: 'submission',
    reason: oneOf,
  },
  {
    what: 'a file without a name',
    body: { rubric, file: 'AA==' },
    path: 'fileName',
    reason: /^Give the file's name\.$/,
  },
  {
    what: 'what is not base64',
    body: { rubric, file: '*no*', fileName: 'a.pdf' },
    path: 'file',
    reason: /base64/,
  },
  {
    what: 'instructions of 10,001 characters',
    body: { rubric, submission, instructions: 'x'.repeat(10_001) },
    path: 'instructions',
    reason: /^Write at most 10,000 characters\.$/,
  },
  {
    what: 'a student of two lines',
    body: { rubric, submission, student: 'Ada\nGrace' },
    path: 'student',
    reason: /one line/,
  },
  {
    what: 'a student of 201 characters',
    body: { rubric, submission, student: 'x'.repeat(201) },
    path: 'student',
    reason: /200/,
  },
  { what: 'an unknown field', body: { rubric, submission, grade: 'A' }, path: '', reason: /grade/ },
]);

test('a rubric and a text are enough, and no file is looked for', async () => {
  expect((await rig.submit({ rubric, submission })).status).toBe(202);
  expect(rig.enqueued).toMatchObject([
    { p_task: 'grade-submission', p_input: { rubric, submission }, p_file_bytes: null, p_user_limit: 5 },
  ]);
});
