import { expect, test } from 'vitest';
import { gradesCsv } from '../../src/site/grades/grades-csv.ts';
import { countedGrades, type GradeEdit, type KeptGrade } from '../../src/site/grades/kept-grade.ts';
import { studentNames } from '../../src/site/grades/student-names.ts';
import { readCsv } from '../support/read-csv.ts';

const grade = (category: string, points: number, maxPoints: number) => ({
  category,
  level: 'Good',
  points,
  maxPoints,
  reasons: 'Clear.',
  quotes: [],
});
const keptWith = (edits: Record<string, GradeEdit>, more: Partial<KeptGrade> = {}): KeptGrade => ({
  id: 'one',
  student: 'Ada Lovelace',
  rubric_id: null,
  rubric_title: 'Essay',
  total_points: 16.5,
  max_points: 25,
  percentage: 66,
  grades: [grade('Thesis', 12.5, 20), grade('Length', 4, 5)],
  feedback: 'Count more beds.',
  sample: false,
  created_at: '2026-11-30T09:30:00Z',
  edits,
  ...more,
});
const edit = (content: unknown, note: string | null = null): GradeEdit => ({ content, note });

test('a grade without corrections is what the job gave', () => {
  const kept = keptWith({});
  expect(countedGrades(kept)).toMatchObject({
    grades: kept.grades,
    totalPoints: 16.5,
    percentage: 66,
    isEdited: false,
  });
});

test('the total and the percentage follow a correction, beside what was given', () => {
  const counted = countedGrades(
    keptWith({
      'category:1': edit({ points: 18.25, level: 'Excellent' }, 'She cites it'),
      '': edit({ student: 'Ada King', feedback: 'Well done.' }),
    }),
  );
  expect(counted).toMatchObject({
    student: 'Ada King',
    feedback: 'Well done.',
    totalPoints: 22.25,
    wasTotal: 16.5,
    percentage: 89,
    isEdited: true,
  });
  expect(counted.grades[0]).toMatchObject({
    points: 18.25,
    level: 'Excellent',
    was: { points: 12.5, level: 'Good' },
    note: 'She cites it',
  });
  expect(counted.grades[1]).toEqual(grade('Length', 4, 5));
});

test.for([
  ['more points than there are', edit({ points: 21, level: null })],
  ['a negative number', edit({ points: -1, level: null })],
  ['no number', edit({ points: 'many', level: null })],
  ['no correction at all', edit([])],
])('%s counts for nothing', ([, wrong]) => {
  expect(countedGrades(keptWith({ 'category:1': wrong as GradeEdit }))).toMatchObject({
    totalPoints: 16.5,
    isEdited: false,
  });
});

test('the CSV has a line for each submission and a column for each category, with the corrected numbers', () => {
  const csv = gradesCsv([
    countedGrades(keptWith({ 'category:1': edit({ points: 18, level: 'Good' }) })),
    countedGrades(
      keptWith({}, { student: 'Ng, "Bo"', grades: [grade('Style', 5, 5)], feedback: 'One.\n\nTwo; three.' }),
    ),
  ]);
  expect(csv.startsWith('\uFEFFStudent,Rubric,')).toBe(true);
  expect(csv.endsWith('\r\n')).toBe(true);
  expect(readCsv(csv.slice(1))).toEqual([
    [
      'Student',
      'Rubric',
      'Points',
      'Maximum',
      'Percent',
      'Graded',
      'Edited',
      'Sample',
      'Thesis',
      'Length',
      'Style',
      'Feedback',
    ],
    ['Ada Lovelace', 'Essay', '22', '25', '88', '2026-11-30', 'yes', 'no', '18', '4', '', 'Count more beds.'],
    ['Ng, "Bo"', 'Essay', '16.5', '25', '66', '2026-11-30', 'no', 'no', '', '', '5', 'One.\n\nTwo; three.'],
  ]);
});

test.for([
  ['=HYPERLINK("http://x")', `'=HYPERLINK("http://x")`],
  ['+1', "'+1"],
  ['-1+cmd', "'-1+cmd"],
  ['@SUM(1)', "'@SUM(1)"],
  ['\t=1', "\t'=1"],
  ['  =1', "  '=1"],
  ['＝1', "'＝1"],
  ['Ada;=1', "Ada;'=1"],
  ['Ada\n=1', "Ada\n'=1"],
  ['Ada - Grace', 'Ada - Grace'],
])('%j is exported as %j, no formula in any spreadsheet', ([student = '', shown]) => {
  const [, row] = readCsv(gradesCsv([countedGrades(keptWith({}, { student }))]).slice(1));
  expect(row?.[0]).toBe(shown);
});

test.for([
  { files: ['essay_ada-lovelace.txt'], names: ['Ada Lovelace'] },
  { files: ['Ada Lovelace.docx'], names: ['Ada Lovelace'] },
  { files: ['Lovelace, Ada - Essay 3 (final).pdf'], names: ['Lovelace, Ada'] },
  { files: ['Ada Lovelace_48213_assignsubmission_file_bees.docx'], names: ['Ada Lovelace'] },
  { files: ['lovelaceada_LATE_48213_991_bees.docx'], names: ['Lovelaceada'] },
  {
    files: ['Bees - Ada.txt', 'Bees - Grace Hopper.txt', 'bees - Mary-Ann.txt'],
    names: ['Ada', 'Grace Hopper', 'Mary-Ann'],
  },
  { files: ['שרה כהן.pdf'], names: ['שרה כהן'] },
  { files: ['2024-05-01.pdf'], names: ['2024-05-01'] },
  { files: ['essay.txt', 'essay.txt'], names: ['essay', 'essay'] },
])('$files are by $names', ({ files, names }) => {
  expect(studentNames(files)).toEqual(names);
});

test('no name is longer than the task takes', () => {
  expect(studentNames([`${'a'.repeat(300)}.txt`])[0]).toHaveLength(200);
});
