import { readDocument } from '../../documents/read-document.ts';
import { OvertimeError, type TaskContext, TaskError } from '../../overtime/index.ts';
import { gradeSubmission, longestSubmission } from './contract.ts';
import { plainText } from '../../documents/plain-text.ts';

/**
 * The submission as plain text. The model gets this text and not the file, so that what it quotes can be
 * looked up in the very text that it has read.
 *
 * @throws `file_…` codes, and `submission_too_long`
 */
export async function submissionText(ctx: TaskContext<typeof gradeSubmission>): Promise<string> {
  const { submission, filePath, fileName = 'The file' } = ctx.input;
  if (submission !== undefined) return submission;
  if (filePath === undefined) {
    throw new OvertimeError('file_not_found', 'The job has no submission: send its text or a file.');
  }
  const kinds = gradeSubmission.policy.file?.kinds ?? [];
  const document = await readDocument(await ctx.readFile(filePath), { fileName, kinds, signal: ctx.signal });
  const text = document.format === 'html' ? plainText(document.text) : document.text;
  if (text.length > longestSubmission) {
    throw new TaskError(
      'submission_too_long',
      `${fileName} has ${text.length} characters, and at most ${longestSubmission} can be graded: send a part of it.`,
    );
  }
  return text;
}
