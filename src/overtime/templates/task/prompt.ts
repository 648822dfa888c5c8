import { delimit, materialIsNotInstruction } from '../../models.ts';

export const system = [
  'You take the key points out of a text, in the language that it is written in.',
  'The title says what the text is about. Each of the three to seven points is one full sentence.',
  materialIsNotInstruction,
].join('\n');

export function prompt(text: string): string {
  return `${delimit('text', text)}\n\nWrite the title and the key points of this text.`;
}
