import { expect, test } from 'vitest';
import type { Contract, InputOf, PartialOf, ResultOf } from '../../src/overtime/contract.ts';
import { enhanceRubric } from '../../src/tasks/enhance-rubric/contract.ts';
import { extractRubric } from '../../src/tasks/extract-rubric/contract.ts';
import { gradeSubmission } from '../../src/tasks/grade-submission/contract.ts';
import type { Rubric } from '../../src/tasks/rubric/rubric-contract.ts';
import { rubricDocx, rubricOf, rubricPdf } from '../support/sample-files.ts';
import { sampleSettings } from './sample-settings.ts';
import { base64, docx, newVisitor, pdf, type Accepted, type AnySnapshot, type Visitor } from './visitor.ts';

const setSamples = sampleSettings();

/** Runs a job to its end, and reads its result by its contract. */
async function run<C extends Contract>(visitor: Visitor, contract: C, input: InputOf<C>) {
  const { status, body } = await visitor.call<Accepted>('POST', `/api/${contract.name}-trigger`, input);
  expect([status, body]).toMatchObject([202, { status: 'pending' }]);
  const seen = await visitor.watch(body.statusUrl);
  const last = seen.at(-1);
  if (last?.status !== 'completed') throw new Error(JSON.stringify(last));
  return { seen, last, result: contract.result.parse(last.result) as ResultOf<C> };
}

const submission =
  'Bees matter more than most people think. When I counted the flowers in our school garden, the beds with bees had ' +
  'twice as many seeds as the covered ones. Farmers rent hives every spring because almonds cannot set fruit without ' +
  'them. Some say that wind is enough, but that is true of grasses only. We should plant hedges and stop mowing in May.';

const sum = (numbers: readonly number[]) => Math.round(numbers.reduce((a, b) => a + b, 0) * 100) / 100;
const partialsOf = (seen: readonly AnySnapshot[]) =>
  seen.flatMap((each) =>
    each.status === 'processing' && each.partial !== null
      ? [each.partial as unknown as PartialOf<typeof gradeSubmission>]
      : [],
  );

test('a rubric is extracted, improved and graded by, and the rubrics are kept for their user', async () => {
  const visitor = await newVisitor();
  const extracted = await run(visitor, extractRubric, {
    file: base64(await rubricPdf({ seed: 1 })),
    fileName: 'r.pdf',
    fileType: pdf,
  });
  const enhanced = await run(visitor, enhanceRubric, {
    simple_rules: extracted.result.rubricText,
    rubric_prompt: 'Keep the names of the categories.',
    total_points: 60,
    llmProvider: 'gemini',
  });
  const { rubric, totalPoints, categoryCount, rubricText } = enhanced.result;
  expect(rubric.categories.map(({ name }) => name)).toEqual(
    rubricOf({ seed: 1 }).categories.map(({ name }) => name),
  );
  expect({ totalPoints, categoryCount }).toEqual({ totalPoints: 60, categoryCount: 5 });
  expect(sum(rubric.categories.map(({ points }) => points))).toBe(60);
  for (const { points, levels } of rubric.categories) {
    expect(points).toBe(Math.max(...levels.map((level) => level.points)));
  }
  for (const { name } of rubric.categories) expect(rubricText).toContain(name);

  const graded = await run(visitor, gradeSubmission, { rubric, submission });
  const { grades, feedback } = graded.result;
  expect(grades.map(({ category, maxPoints }) => [category, maxPoints])).toEqual(
    rubric.categories.map(({ name, points }) => [name, points]),
  );
  for (const { category, level, points, maxPoints, quotes, reasons } of grades) {
    const levels = rubric.categories.find(({ name }) => name === category)?.levels.map(({ name }) => name);
    expect(levels).toContain(level);
    expect(points).toBeLessThanOrEqual(maxPoints);
    expect(reasons.length).toBeGreaterThan(10);
    for (const quote of quotes) expect(submission).toContain(quote);
    expect(quotes.length > 0 || points === 0).toBe(true);
  }
  expect(graded.result.totalPoints).toBe(sum(grades.map(({ points }) => points)));
  expect(graded.result.maxPoints).toBe(60);
  expect(feedback.length).toBeGreaterThan(50);
  expect(graded.last.sample).toBe(true);

  const { data } = await visitor.supabase.from('rubrics').select().order('created_at');
  expect(data).toMatchObject([
    { id: extracted.last.jobId, made_by: 'extract-rubric', total_points: 100, sample: true },
    { id: enhanced.last.jobId, made_by: 'enhance-rubric', total_points: 60, rubric },
  ]);
  expect((await (await newVisitor()).supabase.from('rubrics').select()).data).toEqual([]);
});

test('grades arrive category by category, with progress that never goes back', async () => {
  setSamples({ paceSeconds: 3, chaos: [] });
  const rubric: Rubric = {
    title: 'Essay',
    totalPoints: 90,
    categories: Array.from({ length: 9 }, (_, index) => ({
      name: `Aspect ${index + 1}`,
      description: 'How well it is done',
      points: 10,
      levels: [],
    })),
  };
  const { seen, last } = await run(await newVisitor(), gradeSubmission, { rubric, submission });
  const counts = partialsOf(seen).map(({ grades }) => grades.length);
  expect(counts.toSorted((a, b) => a - b)).toEqual(counts);
  expect(counts.some((count) => count > 0 && count < 9)).toBe(true);
  const progress = seen.map((each) => each.progress);
  expect(progress.toSorted((a, b) => a - b)).toEqual(progress);
  expect(progress.some((value) => value > 10 && value < 90)).toBe(true);
  const items = last.stages.filter(({ name, item }) => name === 'category_grading' && item > 0);
  expect(items.map(({ status }) => status)).toEqual(Array.from({ length: 9 }, () => 'completed'));
});

test.for([
  { what: 'sent', fileName: 'essay.docx', upload: false },
  { what: 'uploaded', fileName: 'essay.docx', upload: true },
])('a Word document that is $what is graded by its text', async ({ fileName, upload }) => {
  const visitor = await newVisitor();
  const bytes = await rubricDocx({ seed: 2 });
  const file = upload ? { filePath: await visitor.upload(bytes, fileName, docx) } : { file: base64(bytes) };
  const rubric = rubricOf({ seed: 3 });
  const { result, last } = await run(visitor, gradeSubmission, {
    rubric,
    ...file,
    fileName,
    fileType: docx,
  });
  expect(result.grades.map(({ category }) => category)).toEqual(rubric.categories.map(({ name }) => name));
  expect(result.grades.some(({ quotes }) => quotes.length > 0)).toBe(true);
  for (const { quotes } of result.grades) for (const quote of quotes) expect(quote).not.toMatch(/<\/?\w+>/);
  expect(last.performance.fileSizeKb).toBe(Math.round(bytes.length / 100) / 10);
});

test('what no reader can open fails its job with the name of the file', async () => {
  const visitor = await newVisitor();
  const answer = await visitor.call('POST', '/api/grade-submission-trigger', {
    rubric: rubricOf({ seed: 3 }),
    file: base64(new TextEncoder().encode('\u0000\u0001 no document')),
    fileName: 'notes.pages',
  });
  expect(answer).toMatchObject({
    status: 422,
    body: { code: 'file_type_unsupported', detail: expect.stringContaining('notes.pages') },
  });
  expect((await visitor.call<{ jobs: unknown[] }>('GET', '/api/jobs')).body.jobs).toEqual([]);
});
