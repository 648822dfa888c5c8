/**
 * Writes the sample file in src/local/samples. Run by hand after a change here:
 * `node test/support/make-samples.ts`.
 */
import { writeFile } from 'node:fs/promises';
import type { Rubric } from '../../src/tasks/rubric/rubric-contract.ts';
import { rubricPdf } from './rubric-pdf.ts';

type Category = Rubric['categories'][number];

/** A category from its levels, best first; the best level's points are the category's. */
function category(
  name: string,
  description: string,
  levelNames: readonly string[],
  levels: readonly (readonly [points: number, description: string])[],
): Category {
  return {
    name,
    description,
    points: levels[0]?.[0] ?? 0,
    levels: levels.map(([points, text], index) => ({
      name: levelNames[index] ?? '',
      description: text,
      points,
    })),
  };
}

function rubricOf(title: string, categories: Category[]): Rubric {
  return { title, totalPoints: categories.reduce((sum, each) => sum + each.points, 0), categories };
}

const essayLevels = ['Excellent', 'Good', 'Developing', 'Beginning'];

const essay = rubricOf('Argumentative Essay Rubric', [
  category('Thesis', 'States a position that can be argued and keeps to it.', essayLevels, [
    [20, 'A clear, original claim that guides every paragraph.'],
    [16, 'A clear claim that most paragraphs serve.'],
    [11, 'A claim is present but broad, or lost on the way.'],
    [5, 'No claim, or only a statement of fact.'],
  ]),
  category('Evidence', 'Supports the claim with sources and explains them.', essayLevels, [
    [30, 'Well-chosen evidence from five or more credible sources, each explained.'],
    [24, 'Relevant evidence from at least four sources, mostly explained.'],
    [16, 'Some evidence, often quoted without explanation.'],
    [8, 'Little evidence, or sources that cannot be trusted.'],
  ]),
  category('Counterargument', 'Takes up what others would say against the claim.', essayLevels, [
    [15, 'States the strongest objection fairly and answers it.'],
    [12, 'States an objection and answers part of it.'],
    [8, 'Mentions an objection without an answer.'],
    [3, 'Ignores other views.'],
  ]),
  category('Organization', 'Leads the reader from one idea to the next.', essayLevels, [
    [20, 'Each paragraph has one idea, and the transitions show how it follows.'],
    [16, 'A sensible order with a few abrupt turns.'],
    [11, 'Paragraphs could change places without loss.'],
    [5, 'No order that a reader could follow.'],
  ]),
  category('Language', 'Is correct, precise and suited to its readers.', essayLevels, [
    [15, 'Precise and varied, with hardly an error.'],
    [12, 'Clear, with a few errors that do not distract.'],
    [8, 'Errors slow the reader down.'],
    [3, 'Errors hide the meaning.'],
  ]),
]);

const here = new URL('../../src/local/samples/', import.meta.url);
await writeFile(
  new URL('essay-rubric.pdf', here),
  await rubricPdf({
    rubric: essay,
    intro:
      'English Composition II. Each criterion is graded at one of four levels; the points add up to the grade.',
  }),
);
