import type { Rubric } from '../../src/tasks/rubric/rubric-contract.ts';

const subjects = [
  'Tidal Ecology',
  'Bronze Age Trade',
  'Urban Transport',
  'Modern Ballet',
  'Soil Chemistry',
  'Naval History',
  'Film Editing',
  'Alpine Geology',
  'Choral Music',
  'Public Health',
  'Desert Farming',
  'Game Theory',
];
const aspects = [
  'Argument',
  'Fieldwork',
  'Sources',
  'Structure',
  'Vocabulary',
  'Citations',
  'Diagrams',
  'Originality',
  'Precision',
  'Delivery',
  'Teamwork',
  'Reflection',
  'Planning',
  'Sampling',
  'Interpretation',
  'Revision',
  'Context',
  'Comparison',
  'Modelling',
  'Presentation',
  'Ethics',
  'Feasibility',
  'Notation',
];
const levelSets = [
  ['Mastery', 'Competence', 'Emerging', 'Missing'],
  ['Outstanding', 'Solid', 'Weak'],
  ['Exceeds', 'Meets', 'Approaches', 'Below'],
  ['Gold', 'Silver', 'Bronze'],
];
const verdicts = [
  'shows complete command and surprises the reader',
  'is sound throughout with small gaps',
  'is present in places and leaves questions open',
  'cannot be found in the work',
];
const maxima = [30, 25, 20, 15, 10];
const shares = [1, 0.75, 0.4, 0.1];

/** A rubric of 100 points; each seed has a title, category names, levels and points of its own. */
export function sampleRubric(seed: number): Rubric {
  const subject = pick(subjects, seed);
  const levelNames = pick(levelSets, seed);
  const categories = maxima.map((_, index) => {
    const points = pick(maxima, index + seed);
    const name = `${pick(aspects, seed * 5 + index)} in ${subject}`;
    return {
      name,
      description: `Judges how the work handles ${name.toLowerCase()}.`,
      points,
      levels: levelNames.map((level, rank) => ({
        name: level,
        description: `${pick(aspects, seed * 5 + index)} ${pick(verdicts, rank)}.`,
        points: Math.round(points * pick(shares, rank)),
      })),
    };
  });
  return { title: `${subject} Project Rubric`, totalPoints: 100, categories };
}

/** Paragraphs of a course handbook, so that a rubric has something to hide in. */
export function courseText(seed: number): readonly string[] {
  const subject = pick(subjects, seed);
  return Array.from({ length: 14 }, (_, index) => {
    const week = index + 1;
    return (
      `Week ${week}. We meet on Tuesday in room ${100 + ((seed * 7 + index * 3) % 80)} and read chapter ${week} of ` +
      `the reader on ${subject}. Come with one question in writing; it will open the discussion. Those who were ` +
      `absent copy the notes of a neighbour before week ${week + 1}. Late work is accepted until Friday at noon, ` +
      'after which the register closes and the office has to be asked.'
    );
  });
}

function pick<T>(values: readonly T[], index: number): T {
  return values[index % values.length] as T;
}
