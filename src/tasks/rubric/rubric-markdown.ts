import type { z } from 'zod';
import { markdownText } from '../../documents/markdown-text.ts';
import type { Rubric, writtenRubric } from './rubric-contract.ts';

/** A rubric with what its readers want beside it. */
export function asWritten(rubric: Rubric): z.output<typeof writtenRubric> {
  return {
    rubric,
    rubricText: rubricMarkdown(rubric),
    totalPoints: rubric.totalPoints,
    categoryCount: rubric.categories.length,
  };
}

/** The rubric as Markdown: a table of levels per category. Whatever its texts hold stays text. */
export function rubricMarkdown(rubric: Rubric): string {
  const parts = [`# ${markdownText(rubric.title)}`, `Total: ${withNoun(rubric.totalPoints)}`];
  for (const { name, points, description, levels } of rubric.categories) {
    parts.push(`## ${markdownText(name)} (${withNoun(points)})`);
    if (description.trim() !== '') parts.push(markdownText(description));
    if (levels.length === 0) continue;
    const rows = levels.map(
      (level) => `| ${markdownText(level.name)} | ${level.points} | ${markdownText(level.description)} |`,
    );
    parts.push(['| Level | Points | Description |', '| --- | ---: | --- |', ...rows].join('\n'));
  }
  return `${parts.join('\n\n')}\n`;
}

const withNoun = (points: number) => `${points} ${points === 1 ? 'point' : 'points'}`;
