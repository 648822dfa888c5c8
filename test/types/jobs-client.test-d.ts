import { expectTypeOf, test } from 'vitest';
import type { JobsClient } from '../../src/client/index.ts';
import type { Rubric, RubricDraft } from '../../src/tasks/extract-rubric/contract.ts';
import { extractRubric } from '../../src/tasks/extract-rubric/contract.ts';

declare const client: JobsClient;

test('the contract types what is submitted', () => {
  void client.submit(extractRubric, { filePath: 'p', fileName: 'a.pdf', fileType: 'application/pdf', totalPoints: 40 });
  // @ts-expect-error: points are a number
  void client.submit(extractRubric, { filePath: 'p', fileName: 'a.pdf', fileType: 'application/pdf', totalPoints: '40' });
  // @ts-expect-error: a file has a name
  void client.submit(extractRubric, { filePath: 'p', fileType: 'application/pdf' });
  // @ts-expect-error: no such field
  void client.submit(extractRubric, { filePath: 'p', fileName: 'a.pdf', fileType: 'application/pdf', points: 40 });
});

test('only a completed snapshot has a result, and only an unfinished one is sure to have no error', async () => {
  const snapshot = await client.status(extractRubric, 'job-1');
  // @ts-expect-error: the status decides whether there is a result
  void snapshot.result;
  if (snapshot.status === 'completed') expectTypeOf(snapshot.result.rubric).toEqualTypeOf<Rubric>();
  if (snapshot.status === 'processing') {
    expectTypeOf(snapshot.partial).toEqualTypeOf<{ rubric: RubricDraft } | null>();
  }
  if (snapshot.status === 'failed') expectTypeOf(snapshot.errorCode).toEqualTypeOf<string>();
});
