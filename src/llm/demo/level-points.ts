import type { PromptParts } from './prompt-parts.ts';

/** The choices with the points that the prompt gives each, the best first; null where it gives none. */
export function levelPoints(choices: readonly unknown[], { blocks, instructions }: PromptParts) {
  const said = [...blocks.map((block) => block.text), instructions].join('\n');
  const levels = choices.flatMap((level) => {
    const found = new RegExp(`${escaped(String(level))}\\s*\\((\\d+(?:\\.\\d+)?)`).exec(said)?.[1];
    return found === undefined ? [] : [{ level, points: Number(found) }];
  });
  return levels.length === choices.length && levels.length > 0
    ? levels.toSorted((a, b) => b.points - a.points)
    : null;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
