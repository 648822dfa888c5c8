import { z } from 'zod';
import type { FilePolicy } from './contract.ts';
import { isFileOf, type FilePath } from './file-path.ts';
import { filePath } from './job-file.ts';

/** What a request may hold, in bytes (https://docs.netlify.com/build/functions/overview/#default-deployment-options). */
export const maxBodyBytes = 6 * 1024 * 1024;

const name = z.string().min(1).max(255);

/**
 * The fields that carry a file, for the input of a task whose policy takes one. Check the input with {@link oneFile}
 * as well, and where it may come without a file, make `fileName` optional (`partial`).
 *
 * @param what the file is to the task, as a person reads it. Default: `The file`.
 */
export function fileFields({ maxBytes, maxInlineBytes }: FilePolicy, what = 'The file') {
  const inlineMegabytes = maxInlineBytes / 1024 ** 2;
  return {
    file: z
      .string()
      .min(1)
      .max(maxBodyBytes)
      .optional()
      .describe(
        `${what} in base64, at most ${inlineMegabytes} MB (${inlineMegabytes} × 1024² bytes) before encoding`,
      ),
    filePath: filePath
      .optional()
      .describe(
        `${what} as the path of a file uploaded to the bucket job-files, at most ${maxBytes / 1024 ** 2} MB`,
      ),
    fileName: name.describe('What the file is called; needed with a file'),
    // A browser knows no type for many files, and sends an empty one.
    fileType: z.string().max(255).optional().describe("The file's media type; its content decides"),
  };
}

/**
 * Checks that an input carries one file, and says what it is called. For `superRefine`.
 *
 * @param others fields of which one may be given instead of a file, and what each is: `{ submission: 'text' }`.
 * @param optional whether there may be no file and none of the others. Default false.
 */
export function oneFile(others: Readonly<Record<string, string>> = {}, { optional = false } = {}) {
  const ways = { ...others, file: 'base64', filePath: 'an uploaded file' };
  const inWords = Object.entries(ways).map(([field, what]) => `${field} (${what})`);
  const list = `${inWords.slice(0, -1).join(', ')} and ${inWords.at(-1)}`;
  return (input: Readonly<Record<string, unknown>>, context: z.RefinementCtx): void => {
    const given = Object.keys(ways).filter((field) => input[field] !== undefined);
    if (given.length > 1 || (given.length === 0 && !optional)) {
      const message = `Send one of ${list}${optional ? ', or neither' : ''}.`;
      context.addIssue({ code: 'custom', path: Object.keys(ways).slice(0, 1), message });
    }
    const { file, filePath: uploaded, fileName } = input;
    if ((file ?? uploaded) !== undefined && fileName === undefined) {
      context.addIssue({ code: 'custom', path: ['fileName'], message: "Give the file's name." });
    }
  };
}

/** A validated input of a task that takes files, as far as the functions read it. */
export const fileInput = z.looseObject({
  file: z.string().optional(),
  filePath: filePath.optional(),
  fileName: name.optional(),
});

/** The path that an input names, where it lies in the user's folder; `null` where it does not. */
export function ownFilePath(userId: string, path: unknown): FilePath | null {
  const parsed = filePath.safeParse(path);
  return parsed.success && isFileOf(userId, parsed.data) ? parsed.data : null;
}

/** What an input names as its file's path: not checked, and undefined where it names none. */
export function namedPath(input: unknown): unknown {
  return (input as { readonly filePath?: unknown }).filePath;
}
