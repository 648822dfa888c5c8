import type { Contract } from '../contract.ts';
import { OvertimeError } from '../errors.ts';
import { fileInput } from '../file-fields.ts';
import { acceptFile } from './accept-file.ts';
import type { Exchange } from './handler.ts';
import { inputHash } from './input-hash.ts';

/** An input that is fit to be stored. */
export interface AcceptedInput {
  readonly input: unknown;
  readonly inputHash: string;
  readonly fileBytes: number | null;
  readonly fileSha256: string | null;
  /** Takes back what was stored for it. */
  discard(): Promise<void>;
}

/**
 * Makes a validated input ready for a job: its file, where the task takes one, is checked, read as the
 * user, and lies in the user's folder afterwards. The worker reads it with all rights, so it reads no file
 * whose size and hash were not noted here. Throws the `file_…` codes of src/overtime/errors.ts.
 */
export async function acceptInput(
  contract: Contract,
  parsed: unknown,
  { caller, asUser }: Pick<Exchange, 'caller' | 'asUser'>,
): Promise<AcceptedInput> {
  if (!contract.policy.file || !carriesFile(parsed)) {
    return {
      input: parsed,
      inputHash: inputHash({ input: parsed }),
      fileBytes: null,
      fileSha256: null,
      discard: () => Promise.resolve(),
    };
  }
  const file = await acceptFile(parsed, contract.policy.file, caller.userId, asUser.storage);
  // What makes two requests the same is the file's content, not where it lies.
  const { filePath: _, ...withoutPath } = file.input;
  return {
    input: file.input,
    inputHash: inputHash({ input: withoutPath, file: file.sha256 }),
    fileBytes: file.bytes,
    fileSha256: file.sha256,
    discard: () => file.discard(),
  };
}

/** Whether a file is required is for the input's schema to say. */
function carriesFile(parsed: unknown): boolean {
  const { file, filePath } = fileInput.parse(parsed);
  return (file ?? filePath) !== undefined;
}

/**
 * Runs what stores an accepted input for a job, and takes back what was stored for it when that is
 * refused. When the database did not answer, everything stays: the job may be there, and needs its file.
 */
export async function storeAccepted<T>(
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
