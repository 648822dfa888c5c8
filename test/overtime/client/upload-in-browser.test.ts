// @vitest-environment jsdom
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient } from '@supabase/supabase-js';
import { expect, onTestFinished, test } from 'vitest';
import { uploadFile } from '../../../src/overtime/client/upload-file.ts';
import { alreadyThere, noSuchKey, passing, refusedByPolicy } from '../../support/storage-answers.ts';
import type { StorageAnswer } from '../../support/storage-answers.ts';
import { session } from './client-rig.ts';
import { recordedClock } from './recorded-clock.ts';

/** Uploads by XMLHttpRequest to a server that gives these answers in turn; null breaks the connection. */
async function upload(answers: readonly (StorageAnswer | null)[]) {
  let calls = 0;
  const server = createServer((request, response) => {
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', 'authorization, apikey, content-type, x-upsert');
    if (request.method === 'OPTIONS') return void response.end();
    const answer = answers[calls++];
    if (answer === null || answer === undefined) return void request.socket.destroy();
    response.statusCode = answer.http;
    request.resume().on('end', () => {
      response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const supabase = createClient(`http://127.0.0.1:${port}`, 'sb_publishable_test', {
    auth: {
      autoRefreshToken: false,
      detectSessionInUrl: false,
      storageKey: `of-${port}`,
      storage: { getItem: () => JSON.stringify(session('t')), setItem: () => {}, removeItem: () => {} },
    },
  });
  const outcome = await uploadFile(supabase, new File(['x'], 'x.pdf'), { clock: recordedClock() }).then(
    () => 'uploaded',
    (error: unknown) => error,
  );
  return { outcome, calls };
}
const stored: StorageAnswer = { http: 200, body: '{"Key":"k"}' };

test('an upload during a passing fault, or over a lost connection, is sent again', async () => {
  const answers = [passing['database timeout, of an older server']!, null, stored];
  expect(await upload(answers)).toEqual({ outcome: 'uploaded', calls: 3 });
  expect(await upload([null, alreadyThere])).toEqual({ outcome: 'uploaded', calls: 2 });
});

test('a fault that stays is unavailable, and a refusal is named at once', async () => {
  const slow = passing['S3 is slow']!;
  expect(await upload([slow, slow, slow])).toMatchObject({ outcome: { code: 'unavailable' }, calls: 3 });
  expect(await upload([refusedByPolicy])).toMatchObject({
    outcome: {
      code: 'upload_failed',
      detail: 'The file could not be uploaded: new row violates row-level security policy. Try again.',
    },
    calls: 1,
  });
  expect(await upload([alreadyThere])).toMatchObject({ outcome: { code: 'upload_failed' }, calls: 1 });
  expect(await upload([noSuchKey])).toMatchObject({ outcome: { code: 'upload_failed' }, calls: 1 });
});
