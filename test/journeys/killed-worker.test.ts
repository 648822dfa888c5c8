import { writeFileSync } from 'node:fs';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Stack } from '../../src/local/stack.ts';
import { rubricOf, rubricPdf } from '../support/sample-files.ts';
import { startOwnStack } from '../support/stack.ts';
import { base64, newVisitor, pdf, triggerUrl, type Accepted } from './visitor.ts';

let stack: Stack;
let sql: postgres.Sql;
beforeAll(async () => {
  stack = await startOwnStack();
  sql = postgres(stack.databaseUrl ?? '', { onnotice: () => undefined });
});
afterAll(async () => {
  await sql.end();
  await stack.stop();
});

test('a job whose worker is killed in the middle of its stream is completed once, by whoever watches it', async () => {
  writeFileSync(stack.demoFile, JSON.stringify({ paceSeconds: 20, chaos: [] }));
  const visitor = await newVisitor(stack);
  const { body } = await visitor.call<Accepted>('POST', triggerUrl, {
    file: base64(await rubricPdf({ seed: 9 })),
    fileName: 'r.pdf',
    fileType: pdf,
  });
  await expect
    .poll(() => sql`select partial from public.job_partials where job_id = ${body.jobId}`, {
      timeout: 20_000,
    })
    .toHaveLength(1);

  await stack.netlify.kill('SIGKILL');
  const [orphan] = await sql`select status, attempt, lease_id from public.jobs where id = ${body.jobId}`;
  expect(orphan).toMatchObject({ status: 'processing', attempt: 1, lease_id: expect.any(String) });
  writeFileSync(stack.demoFile, JSON.stringify({ paceSeconds: 1, chaos: [] }));
  await stack.netlify.start();

  // Nothing but reading its status: the worker's lease ends, and the reader has it taken up again.
  const seen = await visitor.watch(body.statusUrl);
  const last = seen.at(-1);
  if (last?.status !== 'completed') throw new Error(JSON.stringify(last));
  expect(last).toMatchObject({ attempt: 2, performance: { attempts: 2 } });
  const { rubric } = last.result as unknown as { rubric: { categories: { name: string }[] } };
  expect(rubric.categories.map(({ name }) => name)).toEqual(
    rubricOf({ seed: 9 }).categories.map(({ name }) => name),
  );

  const jobs = await sql`select id, status from public.jobs`;
  expect([...jobs]).toEqual([{ id: body.jobId, status: 'completed' }]);
  const attempts = await sql`select attempt, outcome from private.job_attempts`;
  expect([...attempts]).toEqual([{ attempt: 1, outcome: 'rescued' }]);
  // The document had been read and saved before the kill; the second attempt did not read it again.
  const stages =
    await sql`select name, attempt from public.job_stages where status = 'completed' order by name`;
  expect([...stages]).toEqual([
    { name: 'document_reading', attempt: 1 },
    { name: 'points_check', attempt: 2 },
    { name: 'rubric_extraction', attempt: 2 },
  ]);
}, 120_000);
