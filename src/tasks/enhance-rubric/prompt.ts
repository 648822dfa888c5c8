import { delimit } from '../../overtime/models.ts';

export const system = [
  'You improve rubrics for grading. You get a rubric, or plain rules that are to become one, and write the whole rubric.',
  'Keep what the author wants to be judged, the names that they use, and the language that they write in.',
  'Give every category three to five levels, from the best to the weakest, unless the author has others.',
  'A level says what can be seen in the work of a student, so that two graders would choose the same one.',
  'Neighbouring levels differ in something that can be seen, and not in an adverb alone.',
  'Weight the categories as the author does; where nothing is said, by how much work they stand for.',
  'The points of a category are those of its best level; the total is the sum of the categories.',
].join('\n');

/** What the model is asked to make of the author's text. */
export function enhancementPrompt(input: {
  readonly simple_rules: string;
  readonly rubric_prompt?: string | undefined;
  readonly total_points: number;
}): string {
  const parts = [
    `Write the improved rubric. Its points must add up to exactly ${input.total_points}: scale the author's own ` +
      'points in proportion where their sum differs, to whole numbers where that is possible.',
  ];
  if (input.rubric_prompt !== undefined) {
    parts.push(
      'The author adds the following. Follow it where it says what to judge and how to word it; the rules ' +
        'above, the total and the form of the answer stand.',
      delimit('user instructions', input.rubric_prompt),
    );
  }
  parts.push(delimit('document', input.simple_rules));
  return parts.join('\n\n');
}
