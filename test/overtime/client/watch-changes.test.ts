import { expect, test } from 'vitest';
import { extractRubric } from '../../../src/tasks/extract-rubric/contract.ts';
import { clientRig, json, snapshot } from './client-rig.ts';

test('changes are applied to the last snapshot, in a held answer and in the reads after it', async () => {
  const lines = (...all: unknown[]) =>
    new Response(all.map((line) => `${JSON.stringify(line)}\n`).join(''), {
      headers: { 'content-type': 'application/x-ndjson' },
    });
  const begun = { ...snapshot('processing', 10), partial: { rubric: { title: 'An Ess' } } };
  const rig = clientRig([
    () => lines({ etag: 'W/"job-1.1"', job: begun }, { etag: 'W/"job-1.2"', changes: [[['progress'], 20]] }),
    () => lines({ etag: 'W/"job-1.3"', changes: [[['partial', 'rubric', 'title'], 'ay', true]] }),
    () => json(snapshot('completed', 100)),
  ]);
  const seen: unknown[] = [];
  for await (const job of rig.client.watch(extractRubric, 'job-1')) {
    seen.push([job.status, job.progress, job.status === 'processing' && job.partial?.rubric?.title]);
  }
  expect(seen).toEqual([
    ['processing', 10, 'An Ess'],
    ['processing', 20, 'An Ess'],
    ['processing', 20, 'An Essay'],
    ['completed', 100, false],
  ]);
  expect(rig.requests.map((request) => request.headers.get('if-none-match'))).toEqual([
    null,
    'W/"job-1.2"',
    'W/"job-1.3"',
  ]);
});
