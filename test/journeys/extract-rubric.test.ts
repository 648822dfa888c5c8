import { expect, test } from 'vitest';
import { extractRubric } from '../../src/tasks/extract-rubric/contract.ts';
import type { Rubric } from '../../src/tasks/rubric/rubric-contract.ts';
import { rubricDocx, rubricOf, rubricPdf } from '../support/sample-files.ts';
import { sampleSettings } from './sample-settings.ts';
import { base64, docx, newVisitor, pdf, triggerUrl, type Accepted } from './visitor.ts';

const setSamples = sampleSettings();

interface Result {
  readonly rubric: Rubric;
  readonly rubricText: string;
  readonly totalPoints: number;
  readonly categoryCount: number;
}

test.for([
  { what: 'a PDF of one page', make: () => rubricPdf({ seed: 1 }), seed: 1, fileType: pdf, name: 'one.pdf' },
  {
    what: 'a PDF of ten pages',
    make: () => rubricPdf({ seed: 2, pages: 10 }),
    seed: 2,
    fileType: pdf,
    name: 'ten.pdf',
  },
  {
    what: 'a PDF of forty pages',
    make: () => rubricPdf({ seed: 3, pages: 40 }),
    seed: 3,
    fileType: pdf,
    name: 'forty.pdf',
  },
  {
    what: 'a DOCX whose rubric is a table',
    make: () => rubricDocx({ seed: 4 }),
    seed: 4,
    fileType: docx,
    name: 'table.docx',
  },
])('$what gives its own categories', async ({ make, seed, fileType, name }) => {
  const visitor = await newVisitor();
  const bytes = await make();
  const { status, headers, body } = await visitor.call<Accepted>('POST', triggerUrl, {
    file: base64(bytes),
    fileName: name,
    fileType,
  });
  expect(status).toBe(202);
  expect(body).toMatchObject({ status: 'pending' });
  expect(headers.get('location')).toBe(body.statusUrl);
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);

  const last = (await visitor.watch(body.statusUrl)).at(-1);
  if (last?.status !== 'completed') throw new Error(JSON.stringify(last));
  const { rubric, rubricText, totalPoints, categoryCount } = last.result as unknown as Result;
  const expected = rubricOf({ seed });
  expect(rubric.categories.map(({ name: category, points }) => ({ category, points }))).toEqual(
    expected.categories.map(({ name: category, points }) => ({ category, points })),
  );
  expect(rubric.categories.map(({ levels }) => levels.map((level) => [level.name, level.points]))).toEqual(
    expected.categories.map(({ levels }) => levels.map((level) => [level.name, level.points])),
  );
  expect({ totalPoints, categoryCount }).toEqual({ totalPoints: 100, categoryCount: 5 });
  for (const category of expected.categories) expect(rubricText).toContain(category.name);

  expect(last.sample).toBe(true);
  expect(last.progress).toBe(100);
  expect(last.stages.map((stage) => [stage.name, stage.status])).toEqual([
    ['document_reading', 'completed'],
    ['rubric_extraction', 'completed'],
    ['points_check', 'completed'],
  ]);
  expect(last.performance).toMatchObject({
    attempts: 1,
    fileSizeKb: Math.round(bytes.length / 100) / 10,
    costUsd: 0,
  });
  expect(last.performance.durationMs).toBeGreaterThan(0);
  expect(last.performance.tokenUsage).toBeGreaterThan(100);
});

test('a file of almost 10 MB works by upload, and streams its categories while it is read', async () => {
  setSamples({ paceSeconds: 5, chaos: [] });
  const visitor = await newVisitor();
  const rubric = await rubricPdf({ seed: 5 });
  // A PDF may be followed by anything; this one is followed by 9.9 MB of comment.
  const bytes = new Uint8Array(9_900_000).fill('%'.charCodeAt(0));
  bytes.set(rubric);
  const filePath = await visitor.upload(bytes, 'large.pdf');
  const { status, body } = await visitor.call<Accepted>('POST', triggerUrl, {
    filePath,
    fileName: 'large.pdf',
    fileType: pdf,
  });
  expect([status, body]).toMatchObject([202, { status: 'pending' }]);
  const seen = await visitor.follow(extractRubric, body.jobId);
  const last = seen.at(-1);
  if (last?.status !== 'completed') throw new Error(JSON.stringify(last));
  expect(last.performance.fileSizeKb).toBe(9900);

  const counts = seen.flatMap((snapshot) => {
    if (snapshot.status !== 'processing') return [];
    const { rubric: draft } = (snapshot.partial ?? {}) as { rubric?: Partial<Rubric> };
    return [draft?.categories?.length ?? 0];
  });
  expect(counts.toSorted((a, b) => a - b)).toEqual(counts);
  expect(counts.some((count) => count > 0 && count < 5)).toBe(true);
  const progress = seen.map((snapshot) => snapshot.progress);
  expect(progress.toSorted((a, b) => a - b)).toEqual(progress);
  expect(progress.some((value) => value > 5 && value < 90)).toBe(true);
});

test('the same Idempotency-Key with the same request is the same job; with another request it is refused', async () => {
  const visitor = await newVisitor();
  const input = { file: base64(await rubricPdf({ seed: 6 })), fileName: 'r.pdf', fileType: pdf };
  const submit = (body: object) =>
    visitor.call<Accepted>('POST', triggerUrl, body, { 'idempotency-key': 'monday' });
  const first = await submit(input);
  const second = await submit(input);
  expect(second.body.jobId).toBe(first.body.jobId);
  expect(await submit({ ...input, totalPoints: 50 })).toMatchObject({
    status: 409,
    body: { code: 'idempotency_conflict' },
  });
  await visitor.watch(first.body.statusUrl);
  const { body } = await visitor.call<{ jobs: unknown[] }>('GET', '/api/jobs');
  expect(body.jobs).toHaveLength(1);
  const { data: folders } = await visitor.supabase.storage.from('job-files').list(visitor.userId);
  expect(folders).toHaveLength(1);
});

test('a total that is asked for is what the points add up to', async () => {
  const visitor = await newVisitor();
  const { body } = await visitor.call<Accepted>('POST', triggerUrl, {
    file: base64(await rubricPdf({ seed: 7 })),
    fileName: 'r.pdf',
    fileType: pdf,
    totalPoints: 50,
  });
  const last = (await visitor.watch(body.statusUrl)).at(-1);
  if (last?.status !== 'completed') throw new Error(JSON.stringify(last));
  const { rubric, totalPoints } = last.result as unknown as Result;
  expect(totalPoints).toBe(50);
  expect(rubric.categories.reduce((sum, category) => sum + category.points, 0)).toBe(50);
  expect(rubric.categories.map((category) => category.name)).toEqual(
    rubricOf({ seed: 7 }).categories.map((category) => category.name),
  );
});

test('an unchanged status is answered with 304', async () => {
  const visitor = await newVisitor();
  const { body } = await visitor.call<Accepted>('POST', triggerUrl, {
    file: base64(await rubricPdf()),
    fileName: 'r.pdf',
    fileType: pdf,
  });
  await visitor.watch(body.statusUrl);
  const { headers } = await visitor.call('GET', body.statusUrl);
  const again = await visitor.call('GET', body.statusUrl, undefined, {
    'if-none-match': headers.get('etag') ?? '',
  });
  expect(again.status).toBe(304);
});
