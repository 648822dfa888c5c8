import type { Rubric } from '../tasks/rubric/rubric-contract.ts';

/** A rubric as a table for a terminal of `width` columns. */
export function rubricTable(rubric: Rubric, width: number): string {
  const pointsWidth = 6;
  const names = rubric.categories.flatMap((category) => [
    category.name,
    ...category.levels.map((l) => `  ${l.name}`),
  ]);
  const nameWidth = Math.min(32, Math.max(...names.map((name) => name.length)));
  const textWidth = Math.max(20, width - nameWidth - pointsWidth - 4);

  const row = (name: string, points: number | '', text: string) => {
    const lines = wrap(text, textWidth);
    return lines.map((line, index) => {
      const cells =
        index === 0
          ? [fit(name, nameWidth), String(points).padStart(pointsWidth)]
          : [' '.repeat(nameWidth), ' '.repeat(pointsWidth)];
      return [...cells, line].join('  ').trimEnd();
    });
  };
  const rule = '─'.repeat(nameWidth + pointsWidth + textWidth + 4);
  const body = rubric.categories.flatMap((category) => [
    rule,
    ...row(category.name, category.points, category.description),
    ...category.levels.flatMap((level) => row(`  ${level.name}`, level.points, level.description)),
  ]);
  return [rubric.title, ...body, rule, ...row('Total', rubric.totalPoints, '')].join('\n');
}

function fit(text: string, width: number): string {
  return (text.length > width ? `${text.slice(0, width - 1)}…` : text).padEnd(width);
}

function wrap(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1) ?? '';
    const longer = last === '' ? word : `${last} ${word}`;
    if (longer.length <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
