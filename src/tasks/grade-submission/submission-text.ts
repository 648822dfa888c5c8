import type { LeftOut } from '../../documents/left-out.ts';
import { plainText } from '../../documents/plain-text.ts';
import { mustBeSeen, readDocument } from '../../documents/read-document.ts';
import { withoutUnseen } from '../../documents/unseen-characters.ts';
import { OvertimeError, type StageHandle, type TaskContext, TaskError } from '../../overtime/index.ts';
import { canReadPdf, streamProse, writtenFraction } from '../../overtime/models.ts';
import { gradeSubmission, longestSubmission } from './contract.ts';
import { noText, transcriptionPrompt, transcriptionSystem } from './prompt.ts';

/** A submission as text, and whether a model has written it down from pictures: such a text is worth saving. */
export interface Submission {
  readonly text: string;
  readonly isTranscribed: boolean;
  /** What of the file is not in the text. */
  readonly leftOut: readonly LeftOut[];
}

/** How much a page usually says, in characters. */
const usualPage = 2000;

/**
 * The submission as plain text. The model that grades gets this text and not the file, so that what it quotes can be looked
 * up in the very text that it has read. A picture or a scan is written down by a model that looks at it.
 *
 * @throws `file_…` and `model_…` codes, and `submission_too_long`
 */
export async function readSubmission(
  ctx: TaskContext<typeof gradeSubmission>,
  stage?: StageHandle,
): Promise<Submission> {
  const { submission, filePath, fileName = 'The file' } = ctx.input;
  if (submission !== undefined) {
    const { text, passages } = withoutUnseen(submission);
    const leftOut = passages === 0 ? [] : [{ kind: 'unseen', count: passages } as const];
    return { text, isTranscribed: false, leftOut };
  }
  if (filePath === undefined) {
    throw new OvertimeError('file_not_found', 'The job has no submission: send its text or a file.');
  }
  const kinds = gradeSubmission.policy.file?.kinds ?? [];
  const canLook = canReadPdf(ctx);
  const bytes = await ctx.readFile(filePath);
  const document = await readDocument(bytes, { fileName, kinds, canLook, signal: ctx.signal });
  const isPicture = document.mediaType.startsWith('image/');
  const isTranscribed = isPicture || (document.kind === 'pdf' && canLook && mustBeSeen(document));
  let { text } = document;
  if (isTranscribed) {
    const expected = usualPage * (document.pageCount ?? 1);
    text = await streamProse(ctx, {
      system: transcriptionSystem,
      prompt: transcriptionPrompt,
      document: { ...document, text: '' },
      purpose: 'transcription',
      onText: (soFar) => stage?.progress(writtenFraction(soFar.length, expected), `Reading ${fileName}`),
    });
    if (text === noText) {
      throw new OvertimeError(
        'file_without_text',
        `No text can be read in ${fileName}. Take the picture again in good light, upright and sharp.`,
      );
    }
  } else if (document.format === 'html') text = plainText(text);
  if (text.length > longestSubmission) {
    throw new TaskError(
      'submission_too_long',
      `${fileName} is too long: it has ${text.length} characters, and the limit is ${longestSubmission}. Send a part of it.`,
    );
  }
  return { text, isTranscribed, leftOut: isTranscribed ? [] : document.leftOut };
}
