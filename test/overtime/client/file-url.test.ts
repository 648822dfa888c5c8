import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyPath } from '../../support/file-paths.ts';
import { asResponse, missing, passing } from '../../support/storage-answers.ts';
import { clientRig, json, supabaseUrl, userId } from './client-rig.ts';

const path = `${userId}/job-1/book.pdf`;
const signed = () => json({ signedURL: `/object/sign/job-files/${path}?token=t` });

test('a file of a result gets a URL, asked for as the signed-in user', async () => {
  const rig = clientRig([], { onSupabase: signed });
  expect(await rig.client.fileUrl(path)).toBe(
    `${supabaseUrl}/storage/v1/object/sign/job-files/${path}?token=t`,
  );
  const request = rig.supabaseRequests.at(-1);
  expect(request?.headers.get('authorization')).toBe('Bearer token-1');
  expect(await request?.json()).toEqual({ expiresIn: 3600 });
});

test('a URL to download names the file once encoded, in any script', async () => {
  const rig = clientRig([], { onSupabase: signed });
  const url = new URL(await rig.client.fileUrl(path, { downloadAs: '失われた鍵 & more.pdf', seconds: 60 }));
  expect(url.searchParams.get('download')).toBe('失われた鍵 & more.pdf');
  expect(url.searchParams.get('token')).toBe('t');
});

test.for(Object.entries(missing))('a file that is not there is not found: %s', async ([, answer]) => {
  const rig = clientRig([], { onSupabase: () => asResponse(answer) });
  await expect(rig.client.fileUrl(path)).rejects.toMatchObject({ code: 'file_not_found', isPassing: false });
  expect(rig.supabaseRequests).toHaveLength(1);
});

test.for(Object.entries(passing))('a fault that may pass is asked again: %s', async ([, answer]) => {
  const rig = clientRig([], {
    onSupabase: () => (rig.supabaseRequests.length < 3 ? asResponse(answer) : signed()),
  });
  expect(await rig.client.fileUrl(path)).toContain('token=t');
  expect(rig.clock.sleeps).toEqual([1000, 2000]);
});

test('a fault that stays is unavailable after three calls', async () => {
  const rig = clientRig([], { onSupabase: () => asResponse(passing['lock timeout']!) });
  await expect(rig.client.fileUrl(path)).rejects.toMatchObject({ code: 'unavailable', isPassing: true });
  expect(rig.supabaseRequests).toHaveLength(3);
});

test('a lost network becomes network_error', async () => {
  const rig = clientRig([], { onSupabase: () => Promise.reject(new TypeError('fetch failed')) });
  await expect(rig.client.fileUrl(path)).rejects.toMatchObject({ code: 'network_error', status: 0 });
});

test('what is no path of a file is not asked for', async () => {
  const address = /^https:\/\/project\.test\/storage\/v1\/object\/sign\/job-files\/[\w-]+\/[\w-]+\/[\w.-]+$/;
  await fc.assert(
    fc.asyncProperty(anyPath, async (text) => {
      const rig = clientRig([], { onSupabase: signed });
      const failure = await rig.client.fileUrl(text).then(
        () => null,
        (error: unknown) => error,
      );
      if (failure !== null) {
        expect(failure).toMatchObject({ code: 'file_not_found' });
        expect(rig.supabaseRequests).toEqual([]);
      }
      for (const { url } of rig.supabaseRequests) expect(url).toMatch(address);
    }),
  );
});

test.for([86_401, 315_360_000, 0, -1, NaN, Infinity])('no link is signed for %d seconds', async (seconds) => {
  const rig = clientRig([], { onSupabase: signed });
  await expect(rig.client.fileUrl(path, { seconds })).rejects.toBeInstanceOf(RangeError);
  expect(rig.supabaseRequests).toEqual([]);
});
