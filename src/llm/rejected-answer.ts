import { type InputIssue, OvertimeError } from '../errors.ts';
import type { AttemptContext } from '../task.ts';
import { delimit } from './delimit.ts';

/** How many complaints a message names: a list of hundreds tells no more than its beginning. */
const namedIssues = 5;

/** A complete answer that cannot be used, and what is wrong with it, precise enough to be corrected by. */
export class RejectedAnswer extends OvertimeError {
  readonly answer: string;
  readonly complaints: readonly string[];

  constructor(model: string, answer: string, issues: readonly InputIssue[], cause?: unknown) {
    const complaints = issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
    const more = complaints.length > namedIssues ? `; and ${complaints.length - namedIssues} more` : '';
    super(
      'model_output_invalid',
      `The answer of ${model} was not accepted: ${complaints.slice(0, namedIssues).join('; ')}${more}`,
      { cause, issues },
    );
    this.answer = answer;
    this.complaints = complaints;
  }
}

/** @throws RejectedAnswer when there are complaints */
export function assertAccepted(model: string, answer: string, complaints: readonly string[]): void {
  if (complaints.length === 0) return;
  throw new RejectedAnswer(
    model,
    answer,
    complaints.map((message) => ({ path: '', message })),
  );
}

/** Has something written, and once more with the complaints when the answer is rejected. */
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
    ctx.log('warn', 'The answer was not accepted; the model is asked once more.', { complaints });
    return write(repairPrompt(prompt, answer, complaints), repairPurpose(purpose));
  }
}

/** The complaints may quote the user's text, so they are set apart like everything of the user's. */
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

/** What the usage row of a call says that mends an earlier one. */
export function repairPurpose(purpose: string): string {
  return `${purpose} (repair)`;
}
