import { hex } from 'dingbat-to-unicode';
import type { Leave } from '../left-out.ts';

/** The character that a symbol of a font such as Wingdings looks like; empty where nobody knows. */
export function symbol(font: string, code: string, leave: Leave): string {
  const found = hex(font, code) ?? (/^F0..$/i.test(code) ? hex(font, code.slice(2)) : undefined);
  if (found === undefined) leave('character');
  return found?.string ?? '';
}

/** Text whose symbols are characters: fonts of symbols have theirs among the characters for private use. */
export function withoutSymbols(text: string, font: string, leave: Leave): string {
  return text.replaceAll(/[\uF020-\uF0FF]/g, (character) =>
    symbol(font, character.charCodeAt(0).toString(16).toUpperCase(), leave),
  );
}
