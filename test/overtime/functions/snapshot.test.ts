import { expect, test } from 'vitest';
import type { JobRead } from '../../../src/overtime/functions/read-job.ts';
import { snapshot } from '../../../src/overtime/functions/snapshot.ts';

const stages = { outline: { title: 'Outline', weight: 1 }, story: { title: 'Story', weight: 3 } };
const read: JobRead = {
  jobId: 'one',
  task: 'write-story',
  title: null,
  status: 'processing',
  version: 7,
  progress: 25,
  stage: 'outline',
  message: null,
  attempt: 1,
  maxAttempts: 3,
  sample: false,
  result: null,
  error: null,
  createdAt: '2026-11-22T12:00:00Z',
  updatedAt: '2026-11-22T12:00:05Z',
  startedAt: '2026-11-22T12:00:01Z',
  finishedAt: null,
  partial: { story: 'so far' },
  partialChanges: null,
  stages: [
    {
      name: 'outline',
      item: 0,
      status: 'completed',
      progress: 100,
      reason: null,
      startedAt: null,
      finishedAt: null,
    },
  ],
  performance: {
    durationMs: 4000,
    queueTimeMs: 1000,
    llmTimeMs: 3000,
    fileSizeKb: null,
    tokenUsage: 10,
    costUsd: null,
    attempts: 1,
  },
  waitsFor: null,
  nextAttemptAt: null,
  waiting: true,
};

test("stages carry the contract's titles, and those that have not begun are pending", () => {
  expect(snapshot(read, stages).stages.map(({ title, status }) => [title, status])).toEqual([
    ['Outline', 'completed'],
    ['Story', 'pending'],
  ]);
});

test('each status shows what belongs to it and nothing of the machinery', () => {
  const keys = (job: JobRead) => Object.keys(snapshot(job, stages));
  expect(keys(read)).toContain('partial');
  expect(keys(read)).not.toEqual(expect.arrayContaining(['result']));
  for (const key of ['waiting', 'version']) expect(keys(read)).not.toContain(key);
  const finished = { ...read, partial: null, finishedAt: '2026-11-22T12:01:00Z' };
  expect(snapshot({ ...finished, status: 'completed', result: { story: 'x' } }, stages)).toMatchObject({
    status: 'completed',
    result: { story: 'x' },
  });
  expect(
    snapshot(
      {
        ...finished,
        status: 'failed',
        error: { code: 'no_context', message: 'No context.', retryable: false },
      },
      stages,
    ),
  ).toMatchObject({ status: 'failed', error: 'No context.', errorCode: 'no_context', errorRetryable: false });
});
