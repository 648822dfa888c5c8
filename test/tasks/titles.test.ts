import { expect, test } from 'vitest';
import { newJob } from '../../src/overtime/functions/new-job.ts';
import { contracts } from '../../src/tasks/contracts.ts';
import { fileTitle, firstLine } from '../../src/tasks/fields/title.ts';

/** The title that a job of an input gets. */
function titleOf(task: string, input: Record<string, unknown>): string | null {
  const contract = contracts.find(({ name }) => name === task);
  if (contract === undefined) throw new Error(`There is no task ${task}.`);
  return newJob(contract, {
    userId: 'u',
    tenantId: null,
    input,
    inputHash: '',
    fileBytes: null,
    fileSha256: null,
    idempotencyKey: null,
    runAt: null,
    webhookUrl: null,
    scheduleId: null,
  }).title;
}

test.for([
  ['extract-rubric', { fileName: 'Essay 3.docx' }, 'Rubric: Essay 3'],
  ['enhance-rubric', { simple_rules: '## Lab report\n\nThree sources.' }, 'Better rubric: Lab report'],
  ['grade-submission', { fileName: 'ana.pdf', rubric: { title: 'Essay' } }, 'Grade: ana (Essay)'],
  [
    'grade-submission',
    { submission: 'The  Sea\nIt is wide.', rubric: { title: 'Essay' } },
    'Grade: The Sea (Essay)',
  ],
  ['score-book', { title: 'The Hating Game: A Novel', author: 'Sally' }, 'Score: The Hating Game: A Novel'],
  ['create-world', { theme: 'a drowned city' }, 'World: a drowned city'],
  ['generate-characters', { theme: 'tides' }, 'Characters: tides'],
  ['generate-book', { character_name: 'Mila' }, 'Story book: Mila'],
  ['create-foundation', { idea: 'A keeper of lights.' }, 'Book: A keeper of lights.'],
  ['create-foundation', { idea: 'A keeper.', title: 'Lights' }, 'Book: Lights'],
  ['write-chapter', { chapter: 3 }, 'Chapter 3'],
  ['export-book', { format: 'epub' }, 'Export: EPUB'],
] as const)('a job of %s is named by what it is about', ([task, input, title]) => {
  expect(titleOf(task, input)).toBe(title);
});

test('a title is one line of at most 200 characters, cut between characters', () => {
  const title = titleOf('score-book', { title: `A\n\tB${'🦊'.repeat(300)}`, author: 'C' });
  expect(title).toBe(`Score: A B${'🦊'.repeat(189)}…`);
  expect(Array.from(title ?? '')).toHaveLength(200);
});

test('file names lose their ending and long first lines end at a word', () => {
  expect([fileTitle('a.b.PDF'), fileTitle('Plan v1.2 final'), fileTitle('none')]).toEqual([
    'a.b',
    'Plan v1.2 final',
    'none',
  ]);
  expect(firstLine('word '.repeat(20))).toBe(`${'word '.repeat(12).trim()}…`);
});
