import type { Contract } from '../contract.ts';
import { OvertimeError } from '../errors.ts';
import { fileInput } from '../file-fields.ts';
import { acceptFile } from './accept-file.ts';
import type { Exchange } from './handler.ts';
import { inputHash } from './input-hash.ts';

/** An input that can be stored. */
export interface AcceptedInput {
  readonly input: unknown;
  readonly inputHash: string;
  readonly fileBytes: number | null;
  readonly fileSha256: string | null;
  /** Deletes what was stored for it. */
  discard(): Promise<void>;
}

/**
 * Prepares a validated input for a job: its file, if any, is checked, read as the user, and stored in the user's
 * folder. The worker may read every file, so it reads only files whose size and hash are recorded here. Throws the
 * `file_…` codes of src/overtime/errors.ts.
 */
export async function acceptInput(
  contract: Contract,
  parsed: unknown,
  { caller, asUser }: Pick<Exchange, 'caller' | 'asUser'>,
): Promise<AcceptedInput> {
  if (!contract.policy.file || !carriesFile(parsed)) {
    return {
      input: parsed,
      inputHash: inputHash({ input: contract.canonical(parsed) }),
      fileBytes: null,
      fileSha256: null,
      discard: () => Promise.resolve(),
    };
  }
  const file = await acceptFile(parsed, contract.policy.file, caller.userId, asUser.storage);
  // Equal requests have files of equal content, wherever these are stored.
  const { filePath: _, ...withoutPath } = contract.canonical(file.input) as typeof file.input;
  return {
    input: file.input,
    inputHash: inputHash({ input: withoutPath, file: file.sha256 }),
    fileBytes: file.bytes,
    fileSha256: file.sha256,
    discard: () => file.discard(),
  };
}

/** The input's schema says whether a file is required. */
function carriesFile(parsed: unknown): boolean {
  const { file, filePath } = fileInput.parse(parsed);
  return (file ?? filePath) !== undefined;
}

/**
 * Calls `store`, which stores an accepted input with its job. If the database refuses, the input's file is
 * discarded. If the database does not answer, the file stays: the job may exist, and needs it.
 */
export async function storeOrDiscard<T>(
  { discard }: Pick<AcceptedInput, 'discard'>,
  store: () => Promise<T>,
): Promise<T> {
  try {
    return await store();
  } catch (error) {
    const refused = error instanceof OvertimeError && error.code !== 'unavailable';
    if (refused) await discard();
    throw error;
  }
}
