import { expect, test } from 'vitest';
import { extractRubric } from '../../../src/tasks/extract-rubric/contract.ts';
import { clientRig, json, problem, snapshot, supabaseUrl, userId } from './client-rig.ts';
import { alreadyThere, asResponse, passing } from '../../support/storage-answers.ts';

const input = {
  filePath: '00000000-0000-4000-8000-00000000000a/1/rubric.pdf',
  fileName: 'rubric.pdf',
  fileType: 'application/pdf',
};
const accepted = () =>
  json(
    { jobId: 'job-1', status: 'pending', statusUrl: '/api/extract-rubric-status?jobId=job-1' },
    { status: 202 },
  );

test('submit posts the input to the trigger of its contract as the signed-in user', async () => {
  const rig = clientRig([accepted]);
  expect(await rig.client.submit(extractRubric, input, { idempotencyKey: 'once' })).toEqual({
    jobId: 'job-1',
    statusUrl: '/api/extract-rubric-status?jobId=job-1',
  });
  const request = rig.requests[0];
  expect(request?.method).toBe('POST');
  expect(request?.url).toBe('https://site.test/.netlify/functions/extract-rubric-trigger');
  expect(request?.headers.get('authorization')).toBe('Bearer token-1');
  expect(request?.headers.get('idempotency-key')).toBe('once');
  expect(await request?.json()).toEqual(input);
});

test('a lost answer to submit is asked for again under the same idempotency key', async () => {
  const rig = clientRig([() => Promise.reject(new TypeError('socket hang up')), accepted]);
  await rig.client.submit(extractRubric, input);
  const keys = rig.requests.map((request) => request.headers.get('idempotency-key'));
  expect(keys).toHaveLength(2);
  expect(keys[0]).toBeTruthy();
  expect(keys[1]).toBe(keys[0]);
});

test('submitAll posts the list of inputs once, and answers the jobs in order', async () => {
  const jobs = ['a', 'b'].map((jobId) => ({ jobId, status: 'pending', statusUrl: `/s?jobId=${jobId}` }));
  const lost = () => Promise.reject(new TypeError('fetch failed'));
  const { client, requests } = clientRig([lost, () => json({ jobs }, { status: 202 })]);
  const inputs = [input, { ...input, totalPoints: 20 }];
  expect(await client.submitAll(extractRubric, inputs)).toEqual(
    jobs.map(({ jobId, statusUrl }) => ({ jobId, statusUrl })),
  );
  const [first, second] = requests;
  expect(requests).toHaveLength(2);
  expect(second?.url).toBe(first?.url);
  expect(await second?.json()).toEqual(inputs);
  expect(second?.headers.get('idempotency-key')).toBe(first?.headers.get('idempotency-key'));
});

test.each([[{}], [{ jobs: [] }], [{ jobs: [{ jobId: 'a' }, {}] }], [{ jobId: 'a' }]])(
  'submitAll takes no other answer for one to its list: %j',
  async (answer) => {
    const { client } = clientRig([() => json(answer, { status: 202 })]);
    await expect(client.submitAll(extractRubric, [input, input])).rejects.toMatchObject({
      code: 'unexpected_answer',
    });
  },
);

test('submitAll of no input calls nothing', async () => {
  const { client, requests } = clientRig([]);
  expect(await client.submitAll(extractRubric, [])).toEqual([]);
  expect(requests).toEqual([]);
});

test('submit gives up after three lost answers', async () => {
  const rig = clientRig([() => Promise.reject(new TypeError('socket hang up'))]);
  await expect(rig.client.submit(extractRubric, input)).rejects.toMatchObject({
    code: 'network_error',
    status: 0,
  });
  expect(rig.requests).toHaveLength(3);
});

test('a refused input is thrown at once with its issues', async () => {
  const rig = clientRig([
    () =>
      json(
        {
          type: 'about:blank',
          title: 'Invalid input',
          status: 422,
          detail: 'The input does not match.',
          code: 'invalid_input',
          issues: [{ path: 'fileName', message: 'Required' }],
        },
        { status: 422 },
      ),
  ]);
  await expect(rig.client.submit(extractRubric, input)).rejects.toMatchObject({
    code: 'invalid_input',
    status: 422,
    detail: 'The input does not match.',
    issues: [{ path: 'fileName', message: 'Required' }],
  });
  expect(rig.requests).toHaveLength(1);
});

test('an expired session is renewed once and the call repeated with the new token', async () => {
  const rig = clientRig([() => problem(401, 'unauthorized'), () => json(snapshot('completed'))]);
  expect(await rig.client.status(extractRubric, 'job-1')).toMatchObject({ status: 'completed' });
  expect(rig.requests.map((request) => request.headers.get('authorization'))).toEqual([
    'Bearer token-1',
    'Bearer token-2',
  ]);
});

test('a session that stays refused is reported and not renewed forever', async () => {
  const rig = clientRig([() => problem(401, 'unauthorized')]);
  await expect(rig.client.status(extractRubric, 'job-1')).rejects.toMatchObject({ code: 'unauthorized' });
  expect(rig.requests).toHaveLength(2);
});

test('without a session no call is made', async () => {
  const rig = clientRig([accepted], { signedIn: false });
  await expect(rig.client.submit(extractRubric, input)).rejects.toMatchObject({ code: 'not_signed_in' });
  expect(rig.requests).toHaveLength(0);
});

test('cancel, retry, list, logs and delete speak to the jobs function', async () => {
  const rig = clientRig([
    () => json({ jobId: 'job-1', status: 'cancelled' }),
    () => json({ jobId: 'job-2', status: 'pending', statusUrl: '/s' }, { status: 202 }),
    () => json({ jobs: [{ jobId: 'job-2' }], nextBefore: 'then~job-2' }),
    () => json({ jobId: 'job-2', logs: [{ id: 8, message: 'Read the file' }] }),
    () => json({ jobId: 'job-2', status: 'deleted' }),
  ]);
  await rig.client.cancel('job-1');
  expect(await rig.client.retry('job-1')).toEqual({ jobId: 'job-2', statusUrl: '/s' });
  expect(await rig.client.list({ task: 'extract-rubric', status: 'failed', limit: 5 })).toEqual({
    jobs: [{ jobId: 'job-2' }],
    nextBefore: 'then~job-2',
  });
  expect(await rig.client.logs('job-2', { after: 7 })).toEqual([{ id: 8, message: 'Read the file' }]);
  await rig.client.delete('job-2');
  expect(rig.requests.map((request) => `${request.method} ${request.url}`)).toEqual([
    'DELETE https://site.test/.netlify/functions/jobs?jobId=job-1',
    'POST https://site.test/.netlify/functions/jobs?jobId=job-1&action=retry',
    'GET https://site.test/.netlify/functions/jobs?task=extract-rubric&status=failed&limit=5',
    'GET https://site.test/.netlify/functions/jobs?jobId=job-2&view=logs&after=7',
    'DELETE https://site.test/.netlify/functions/jobs?jobId=job-2&action=delete',
  ]);
});

test('functions are called below a base path, and by the name that an app gave one, where it has its own', async () => {
  const paths = { basePath: '/jobs-api', jobsFunction: 'overtime-jobs' };
  const rig = clientRig([accepted, () => json({ jobs: [], nextBefore: null })], { paths });
  await rig.client.submit(extractRubric, input);
  await rig.client.list();
  expect(rig.requests.map(({ url }) => url)).toEqual([
    'https://site.test/jobs-api/extract-rubric-trigger',
    'https://site.test/jobs-api/overtime-jobs?',
  ]);
});

test('upload stores the bytes under the user’s own folder with a safe name', async () => {
  const rig = clientRig([accepted], { onSupabase: () => json({ Id: '1', Key: 'k' }) });
  const heard: number[] = [];
  const file = new File(['%PDF-1.7'], 'Bewertung: Übung 1.pdf', { type: 'application/pdf' });
  const uploaded = await rig.client.upload(file, { onProgress: (fraction) => heard.push(fraction) });

  expect(uploaded.filePath).toMatch(new RegExp(`^${userId}/[\\w-]{21}/Bewertung-Ubung-1\\.pdf$`));
  expect(uploaded).toMatchObject({ fileName: 'Bewertung: Übung 1.pdf', fileType: 'application/pdf' });
  expect(heard).toEqual([0, 1]);
  const request = rig.supabaseRequests.at(-1);
  expect(request?.url).toBe(`${supabaseUrl}/storage/v1/object/job-files/${uploaded.filePath}`);
  expect(request?.headers.get('authorization')).toBe('Bearer token-1');
  expect(request?.headers.get('content-type')).toBe('application/pdf');
  expect(await request?.text()).toBe('%PDF-1.7');
});

test('an upload that Storage refuses says why', async () => {
  const rig = clientRig([accepted], {
    onSupabase: () =>
      json(
        { statusCode: '403', error: 'Unauthorized', message: 'new row violates row-level security policy' },
        { status: 400 },
      ),
  });
  await expect(rig.client.upload(new File(['x'], 'x.pdf'))).rejects.toMatchObject({
    code: 'upload_failed',
    detail: 'The file could not be uploaded: new row violates row-level security policy. Try again.',
  });
});

test('an upload during a passing fault of Storage is sent again, to the same path', async () => {
  const rig = clientRig([accepted], {
    onSupabase: () => {
      if (rig.supabaseRequests.length === 1) return asResponse(passing['lock timeout']!);
      // The first call has stored it all the same.
      return asResponse(alreadyThere);
    },
  });
  const { filePath } = await rig.client.upload(new File(['x'], 'x.pdf'));
  expect(rig.supabaseRequests.map(({ url }) => url)).toEqual(
    Array(2).fill(`${supabaseUrl}/storage/v1/object/job-files/${filePath}`),
  );
});

test.for(Object.entries(passing))('an upload ends as unavailable when this stays: %s', async ([, answer]) => {
  const rig = clientRig([accepted], { onSupabase: () => asResponse(answer) });
  await expect(rig.client.upload(new File(['x'], 'x.pdf'))).rejects.toMatchObject({
    code: 'unavailable',
    isPassing: true,
  });
  expect(rig.supabaseRequests).toHaveLength(3);
});

test('a retry whose answer is lost is sent again under the same key, and the next one under another', async () => {
  const again = () => json({ jobId: 'job-2', status: 'pending', statusUrl: '/s' }, { status: 202 });
  const rig = clientRig([() => Promise.reject(new TypeError('fetch failed')), again]);
  expect(await rig.client.retry('job-1')).toEqual({ jobId: 'job-2', statusUrl: '/s' });
  await rig.client.retry('job-1');
  await rig.client.retry('job-1', { idempotencyKey: 'mine' });
  const [first, second, third, fourth] = rig.requests.map(({ headers }) => headers.get('idempotency-key'));
  expect(first).toMatch(/^[\w-]{21}$/);
  expect(second).toBe(first);
  expect(third).toMatch(/^[\w-]{21}$/);
  expect(third).not.toBe(first);
  expect(fourth).toBe('mine');
});
