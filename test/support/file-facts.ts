import { createHash } from 'node:crypto';

/** What the trigger notes of a file, as `overtime_enqueue_job` takes it: without it no worker reads the file. */
export const fileFacts = (bytes: Uint8Array) => ({
  p_file_bytes: bytes.byteLength,
  p_file_sha256: createHash('sha256').update(bytes).digest('hex'),
});
