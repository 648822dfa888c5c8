import type { z } from 'zod';
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

/** The rubric as Markdown: a table of levels per category. */
export function rubricMarkdown(rubric: Rubric): string {
  const parts = [`# ${oneLine(rubric.title)}`, `Total: ${rubric.totalPoints} points`];
  for (const { name, points, description, levels } of rubric.categories) {
    parts.push(`## ${oneLine(name)} (${points} points)`);
    if (description.trim() !== '') parts.push(oneLine(description));
    if (levels.length === 0) continue;
    const rows = levels.map(
      (level) => `| ${cell(level.name)} | ${level.points} | ${cell(level.description)} |`,
    );
    parts.push(['| Level | Points | Description |', '| --- | ---: | --- |', ...rows].join('\n'));
  }
  return `${parts.join('\n\n')}\n`;
}

/** A line break or a bar in a cell would break the table. */
function cell(text: string): string {
  return oneLine(text).replaceAll('\\', '\\\\').replaceAll('|', '\\|');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
