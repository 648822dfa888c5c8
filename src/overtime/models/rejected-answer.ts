import { OvertimeError } from '../errors.ts';
import type { AttemptContext } from '../task.ts';
import { delimit } from './delimit.ts';

/** How many faults a message names. */
const namedFaults = 5;

/** How many faults are sent back to the model, and the longest text of each. */
const mostComplaints = 20;
const longestComplaint = 500;

/** A fault of an answer. */
export interface Fault {
  /** Where, as a path of the schema; empty for the whole. */
  readonly path: string;
  /** The kind of fault, without text of the answer: for records. */
  readonly kind: string;
  /** The full text, for the model: it may quote the answer and the input. */
  readonly complaint: string;
}

/** The faults that a task's own check found. */
export const checkFault = (complaint: string): Fault => ({
  path: '',
  kind: 'content_not_accepted',
  complaint,
});

/** A complete answer that cannot be used, with its faults, precise enough to correct it. */
export class RejectedAnswer extends OvertimeError {
  readonly answer: string;
  readonly complaints: readonly string[];
  /** The kinds of its faults: for records. */
  readonly kinds: string;

  constructor(model: string, answer: string, faults: readonly Fault[]) {
    const message = `The answer of ${model} cannot be used. Try again, or set a more capable model.`;
    super('model_output_invalid', message, {
      issues: faults.slice(0, mostComplaints).map(({ path, kind }) => ({ path, message: kind })),
    });
    this.answer = answer;
    this.kinds = kindsOf(faults);
    this.complaints = faults
      .slice(0, mostComplaints)
      .map(({ path, complaint }) => (path === '' ? complaint : `${path}: ${complaint}`))
      .map((complaint) => complaint.slice(0, longestComplaint));
  }
}

/** Faults as records name them: each kind once. */
export function kindsOf(faults: readonly Fault[]): string {
  const kinds = [...new Set(faults.map(({ path, kind }) => (path === '' ? kind : `${path}: ${kind}`)))];
  const more = kinds.length > namedFaults ? `; and ${kinds.length - namedFaults} more` : '';
  return `${kinds.slice(0, namedFaults).join('; ')}${more}`;
}

/** @throws RejectedAnswer when there are faults */
export function assertAccepted(model: string, answer: string, complaints: readonly string[]): void {
  if (complaints.length > 0) throw new RejectedAnswer(model, answer, complaints.map(checkFault));
}

/** Calls the model, and once more with the faults when the answer is rejected. */
export async function mendedOnce<T>(
  ctx: AttemptContext,
  { prompt, purpose }: { readonly prompt: string; readonly purpose: string },
  write: (prompt: string, purpose: string) => Promise<T>,
): Promise<T> {
  try {
    return await write(prompt, purpose);
  } catch (error) {
    if (!(error instanceof RejectedAnswer)) throw error;
    const { answer, complaints } = error;
    ctx.log('warn', 'The answer was not accepted. The model is asked once more.', {
      reason: error.kinds,
      answerCharacters: answer.length,
    });
    return write(repairPrompt(prompt, answer, complaints), repairPurpose(purpose));
  }
}

/** The faults may quote the user's text, so they are put between delimiters like all of it. */
function repairPrompt(prompt: string, answer: string, complaints: readonly string[]): string {
  return [
    prompt,
    'An earlier answer is below, and what is wrong with it. Write the whole answer again with each of ' +
      'these points mended and nothing else changed.',
    delimit('complaints', listed(complaints)),
    delimit('earlier answer', answer),
  ].join('\n\n');
}

export function listed(complaints: readonly string[]): string {
  return complaints.map((complaint) => `- ${complaint}`).join('\n');
}

/** The purpose in the usage row of a call that repairs an earlier one. */
export function repairPurpose(purpose: string): string {
  return `${purpose} (repair)`;
}
