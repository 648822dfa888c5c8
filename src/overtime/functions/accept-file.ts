import type { SupabaseClient } from '@supabase/supabase-js';
import { nanoid } from 'nanoid';
import { createHash } from 'node:crypto';
import type { FilePolicy } from '../contract.ts';
import { checkFile, mediaTypes } from '../files/check-file.ts';
import { OvertimeError } from '../errors.ts';
import { fileInput } from '../file-fields.ts';
import { makeFilePath } from '../file-path.ts';
import { downloadFile, removeFiles, storeFile } from './job-files.ts';

export interface AcceptedFile {
  /** The input with `filePath` instead of `file`: a row never carries a file's bytes. */
  readonly input: Record<string, unknown>;
  readonly bytes: number;
  readonly sha256: string;
  /** Removes the file again if this call has put it there. Never throws. */
  discard(): Promise<void>;
}

/**
 * Checks the file of an input by its content and sees to it that it lies in Storage, in the user's
 * own folder: one that came as base64 is uploaded, one that was uploaded is read, both as the user.
 *
 * @throws the `file_…` codes of src/overtime/errors.ts, and `invalid_input` for base64 that is none.
 */
export async function acceptFile(
  input: unknown,
  policy: FilePolicy,
  userId: string,
  storage: SupabaseClient['storage'],
): Promise<AcceptedFile> {
  const { file, filePath: uploaded, ...rest } = fileInput.required({ fileName: true }).parse(input);
  const path = uploaded ?? makeFilePath(userId, nanoid(), rest.fileName);
  const inline = file !== undefined;
  const bytes = inline ? decode(file, rest.fileName, policy) : await downloadFile(storage, userId, path);
  const kind = await checkFile(bytes, {
    fileName: rest.fileName,
    kinds: policy.kinds,
    maxBytes: inline ? policy.maxInlineBytes : policy.maxBytes,
  });

  if (inline) await storeFile(storage, path, bytes, mediaTypes[kind]);
  return {
    input: { ...rest, filePath: path },
    bytes: bytes.byteLength,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    discard: async () => {
      // What Storage does not remove now, the purge finds: no job names it.
      if (inline) await removeFiles(storage, [path]).catch(() => undefined);
    },
  };
}

/** Base64 in any of its forms, or a `data:` URL. */
function decode(file: string, fileName: string, policy: FilePolicy): Uint8Array {
  const [, url, isBase64, content = ''] = /^\s*(data:[^,]*?(;\s*base64)?,)?([^]*)$/i.exec(file) ?? [];
  const base64 = content.replaceAll(/\s/g, '').replace(/={1,2}$/, '');
  const size = Math.floor((base64.length * 3) / 4);
  if (size > policy.maxInlineBytes) {
    const limit = policy.maxInlineBytes / 1024 ** 2;
    throw new OvertimeError(
      'file_too_large',
      `${fileName} is larger than ${limit} MB, the most that fits in a request. Upload it to Storage first and send its filePath.`,
    );
  }
  // What is not encoded in base64 in such an address is encoded as in any other.
  if (url !== undefined && isBase64 === undefined) return percentDecoded(content);
  // Buffer.from skips what is not base64 instead of saying so.
  if (base64.length % 4 === 1 || /[^\w+/-]/.test(base64)) throw notEncoded();
  return Buffer.from(base64, 'base64');
}

function percentDecoded(text: string): Uint8Array {
  try {
    return new TextEncoder().encode(decodeURIComponent(text));
  } catch {
    throw notEncoded();
  }
}

function notEncoded(): OvertimeError {
  return new OvertimeError('invalid_input', 'file is not valid base64.', {
    issues: [{ path: 'file', message: 'Must be valid base64.' }],
  });
}
