import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { expect, test } from 'vitest';
import { makeFilePath } from '../../../src/overtime/file-path.ts';
import { downloadFile, removeFiles, storeFile } from '../../../src/overtime/functions/job-files.ts';
import {
  alreadyThere,
  asResponse,
  missing,
  passing,
  refusedByPolicy,
  tooLarge,
} from '../../support/storage-answers.ts';

const ada = '00000000-0000-4000-8000-0000000000aa';
const path = makeFilePath(ada, 'in', 'essay.pdf');
const bytes = new TextEncoder().encode('An essay.');

/** supabase-js' own Storage client, before a server that answers so. */
function storage(answer: () => Response): SupabaseClient['storage'] {
  return createClient('https://project.example', 'sb_secret_x', {
    global: { fetch: () => Promise.resolve(answer()) },
  }).storage;
}
const lost = () => {
  throw new TypeError('fetch failed');
};

test.for(Object.entries(missing))('a file is not found: %s', async ([, answer]) => {
  await expect(
    downloadFile(
      storage(() => asResponse(answer)),
      ada,
      path,
    ),
  ).rejects.toMatchObject({
    code: 'file_not_found',
    retryable: false,
  });
});

test.for(Object.entries(passing))(
  'a fault that says nothing about the file is retried: %s',
  async ([, answer]) => {
    const faulty = storage(() => asResponse(answer));
    const expected = { code: 'unavailable', retryable: true, httpStatus: 503 };
    await expect(downloadFile(faulty, ada, path)).rejects.toMatchObject(expected);
    await expect(storeFile(faulty, path, bytes, 'text/plain')).rejects.toMatchObject(expected);
    await expect(removeFiles(faulty, [path])).rejects.toMatchObject(expected);
  },
);

test('a connection that is lost, before the answer or within it, is retried', async () => {
  const expected = { code: 'unavailable', retryable: true };
  const broken = () =>
    new Response(
      new ReadableStream({
        start(controller) {
          controller.enqueue(bytes);
          controller.error(new Error('socket hang up'));
        },
      }),
    );
  await expect(downloadFile(storage(lost), ada, path)).rejects.toMatchObject(expected);
  await expect(downloadFile(storage(broken), ada, path)).rejects.toMatchObject(expected);
  await expect(storeFile(storage(lost), path, bytes, 'text/plain')).rejects.toMatchObject(expected);
});

test.for([
  ['a full folder', refusedByPolicy, 'too_many_files'],
  ['a file beyond the size of the bucket', tooLarge, 'file_too_large'],
  ['an existing file', alreadyThere, 'unavailable'],
] as const)('%s is named when a file is stored', async ([, answer, code]) => {
  const refusing = storage(() => asResponse(answer));
  await expect(storeFile(refusing, path, bytes, 'text/plain')).rejects.toMatchObject({ code });
});
