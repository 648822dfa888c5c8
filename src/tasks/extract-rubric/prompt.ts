import { delimit } from '../../overtime/models.ts';

export const system = [
  'You read a document that contains a grading rubric and write the rubric down as data.',
  'Keep the names, wording, order and points of the document. Invent no categories and no levels.',
  'Every category has its levels from the best to the weakest, each with its points.',
  'The points of a category are those of its best level; the total is the sum of the categories.',
  'Where a level gives a range of points, take the upper end.',
  'Where the document gives no points at all, share out the total evenly, or 100 when there is none.',
].join('\n');

/** What the model is asked to do with the document that comes with it. */
export function extractionPrompt(input: {
  readonly totalPoints?: number | undefined;
  readonly extractionPrompt?: string | undefined;
}): string {
  const parts = ['Extract the rubric from the document.'];
  if (input.totalPoints !== undefined) {
    parts.push(
      `The points must add up to exactly ${input.totalPoints}. Where the document's own total differs, ` +
        'scale all points in proportion, to whole numbers where that is possible.',
    );
  }
  if (input.extractionPrompt !== undefined) {
    parts.push(
      'The user who sent the document adds the following. Follow it where it says what to extract and how ' +
        'to word it; the rules above and the form of the answer stand.',
      delimit('user instructions', input.extractionPrompt),
    );
  }
  return parts.join('\n\n');
}
