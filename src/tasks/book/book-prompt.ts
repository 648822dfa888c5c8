import type { Cast, Outline, StyleGuide } from './book-contract.ts';

export function outlineText({ title, premise, outline }: Outline): string {
  return [title, premise, ...outline.map((part, index) => `${index + 1}. ${part}`)].join('\n');
}

export function castText(characters: Cast['characters']): string {
  return characters
    .map(({ name, role, description, arc }) => `- ${name}: ${role}. ${description} ${arc}`)
    .join('\n');
}

export function styleText({ voice, tense, tone, rules }: StyleGuide): string {
  return [`Voice: ${voice}`, `Tense: ${tense}`, `Tone: ${tone}`, ...rules.map((rule) => `- ${rule}`)].join(
    '\n',
  );
}
