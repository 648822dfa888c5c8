import type { PromptParts } from './prompt-parts.ts';

/** The block that tells what one chapter or scene is about: its title and what happens in it. */
export function scenePlan({ blocks }: PromptParts): { title: string; points: string[] } | null {
  const block = blocks.find(({ label }) =>
    /^(?:chapter|scene)(?: to write| plan| summary)?$|^this (?:chapter|scene)/i.test(label),
  );
  if (block === undefined) return null;
  const [title = '', ...rest] = block.text.split('\n');
  const points =
    rest.join(' ').match(/[^.!?]+[.!?]+["”’]?/g) ?? (rest.join('').trim() === '' ? [] : [rest.join(' ')]);
  return { title: title.trim(), points: points.map((point) => point.trim()) };
}
