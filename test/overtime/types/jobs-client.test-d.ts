import { expectTypeOf, test } from 'vitest';
import type { JobsClient } from '../../../src/overtime/client.ts';
import type { InputOf } from '../../../src/overtime/contract.ts';
import { extractRubric } from '../../../src/tasks/extract-rubric/contract.ts';
import type { Rubric, RubricDraft } from '../../../src/tasks/rubric/rubric-contract.ts';

declare const client: JobsClient;
const file = { filePath: 'p', fileName: 'a.pdf', fileType: 'application/pdf' };

test('the contract types what is submitted', () => {
  expectTypeOf(client.submit<typeof extractRubric>)
    .parameter(1)
    .toEqualTypeOf<InputOf<typeof extractRubric>>();
  void client.submit(extractRubric, { ...file, totalPoints: 40 });
  // @ts-expect-error: points are a number
  void client.submit(extractRubric, { ...file, totalPoints: '40' });
  // @ts-expect-error: a file has a name
  void client.submit(extractRubric, { filePath: 'p', fileType: 'application/pdf' });
  // @ts-expect-error: no such field
  void client.submit(extractRubric, { ...file, points: 40 });
});

test('the contract types each of many inputs', () => {
  expectTypeOf(client.submitAll<typeof extractRubric>)
    .parameter(1)
    .toEqualTypeOf<readonly InputOf<typeof extractRubric>[]>();
  // @ts-expect-error: points are a number
  void client.submitAll(extractRubric, [file, { ...file, totalPoints: '40' }]);
});

test('the status says whether there is a result, a partial or an error', async () => {
  const snapshot = await client.status(extractRubric, 'job-1');
  // @ts-expect-error: not before the status has been looked at
  void snapshot.result;
  if (snapshot.status === 'completed') expectTypeOf(snapshot.result.rubric).toEqualTypeOf<Rubric>();
  if (snapshot.status === 'processing') {
    expectTypeOf(snapshot.partial).toEqualTypeOf<{ rubric: RubricDraft } | null>();
  }
  if (snapshot.status === 'failed') expectTypeOf(snapshot.errorCode).toEqualTypeOf<string>();
});
