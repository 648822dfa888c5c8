import { expect, test } from 'vitest';
import { rubricPdf } from '../support/sample-files.ts';
import { sampleSettings } from './sample-settings.ts';
import { base64, newVisitor, pdf, triggerUrl, type Accepted, type Visitor } from './visitor.ts';

const setSamples = sampleSettings();

async function submit() {
  const visitor = await newVisitor();
  const { body } = await visitor.call<Accepted>('POST', triggerUrl, {
    file: base64(await rubricPdf()),
    fileName: 'r.pdf',
    fileType: pdf,
  });
  return { visitor, ...body };
}

test.for([
  { what: 'is rate-limited', chaos: ['429:1'], outcomes: ['failed', 'succeeded'] },
  { what: 'drops its stream', chaos: ['drop'], outcomes: ['failed', 'succeeded'] },
  { what: 'breaks off', chaos: ['truncate'], outcomes: ['failed', 'succeeded'] },
  // An answer that cannot be used goes back at once.
  { what: 'writes garbage', chaos: ['garbage'], outcomes: ['failed', 'succeeded'], attempts: 1 },
])('a model that $what is tried again, and every call is on the bill', async (mishap) => {
  const { chaos, outcomes, attempts = 2 } = mishap;
  setSamples({ paceSeconds: 0, chaos });
  const { visitor, jobId, statusUrl } = await submit();
  const last = (await visitor.watch(statusUrl)).at(-1);
  expect(last).toMatchObject({ status: 'completed', attempt: attempts, performance: { attempts } });
  expect(await outcomesOf(visitor, jobId)).toEqual(outcomes);
});

/** What came of each model call of a job, in order. */
async function outcomesOf(visitor: Visitor, jobId: string): Promise<string[]> {
  const { body } = await visitor.call<{ calls: { outcome: string }[] }>(
    'GET',
    `/api/jobs?jobId=${jobId}&view=usage`,
  );
  return body.calls.map(({ outcome }) => outcome);
}

test('a model that never recovers fails the job after three attempts', async () => {
  setSamples({ paceSeconds: 0, chaos: ['429:1', '429:1', '429:1'] });
  const { visitor, statusUrl } = await submit();
  const last = (await visitor.watch(statusUrl)).at(-1);
  expect(last).toMatchObject({
    status: 'failed',
    errorCode: 'model_rate_limited',
    errorRetryable: true,
    attempt: 3,
  });
});

test('a running job is cancelled: its status at once, its model call soon after', async () => {
  setSamples({ paceSeconds: 30, chaos: [] });
  const { visitor, jobId, statusUrl } = await submit();
  let cancelled = false;
  const seen = await visitor.watch(statusUrl, async (snapshot) => {
    if (snapshot.status === 'processing' && snapshot.partial && !cancelled) {
      cancelled = true;
      expect(await visitor.call('DELETE', `/api/jobs?jobId=${jobId}`)).toMatchObject({ status: 200 });
    }
  });
  expect(seen.at(-1)).toMatchObject({ status: 'cancelled' });
  expect(await visitor.call('DELETE', `/api/jobs?jobId=${jobId}`)).toMatchObject({ status: 200 });
  await expect.poll(() => outcomesOf(visitor, jobId), { timeout: 10_000 }).toEqual(['aborted']);
  expect((await visitor.call('GET', statusUrl)).body).toMatchObject({ status: 'cancelled' });
});

test('a cancelled job is retried as a new one; a completed one is not', async () => {
  setSamples({ paceSeconds: 30, chaos: [] });
  const { visitor, jobId, statusUrl } = await submit();
  await visitor.call('DELETE', `/api/jobs?jobId=${jobId}`);
  setSamples({ paceSeconds: 0, chaos: [] });
  const again = await visitor.call<Accepted>('POST', `/api/jobs?jobId=${jobId}&action=retry`);
  expect(again.status).toBe(202);
  expect(again.body.jobId).not.toBe(jobId);
  expect((await visitor.watch(again.body.statusUrl)).at(-1)).toMatchObject({ status: 'completed' });
  expect((await visitor.call('GET', statusUrl)).body).toMatchObject({ status: 'cancelled' });
  expect(await visitor.call('POST', `/api/jobs?jobId=${again.body.jobId}&action=retry`)).toMatchObject({
    status: 409,
    body: { code: 'job_already_finished' },
  });
  expect(await visitor.call('DELETE', `/api/jobs?jobId=${again.body.jobId}`)).toMatchObject({ status: 409 });
});
