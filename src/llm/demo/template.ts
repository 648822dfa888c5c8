import type { Chance } from './chance.ts';

/** What a slot of a template can hold; each is drawn when it is first needed and then stays. */
export type Slots = Readonly<Record<string, string | (() => string)>>;

/**
 * Writes a template out: `[one|another]` is one of them, `{slot}` what the slot holds, and `{Slot}` the
 * same with a capital. An `a` before what sounds like a vowel becomes `an`.
 */
export function expand(template: string, slots: Slots, chance: Chance): string {
  const drawn = new Map<string, string>();
  return (
    template
      .replace(/\[([^\]]*)\]/g, (_, choices: string) => chance.pick(choices.split('|')) ?? '')
      .replace(/\{(\w+)\}/g, (whole, slot: string) => {
        const name = uncapital(slot);
        const held = slots[name] ?? slots[name.replace(/\d+$/, '')];
        if (held === undefined) return whole;
        const text = drawn.get(name) ?? (typeof held === 'string' ? held : held());
        drawn.set(name, text);
        return name === slot ? text : capital(text);
      })
      .replace(/\b([Aa]) (?=[aeiou](?!ni|se|ne\b))/g, '$1n ')
      // A name takes no article, unless it has its own.
      .replace(/\b(?:the|an?) \uE000/gi, nameMark)
      .replace(/\uE000(?:the )?/gi, (mark, at: number, whole: string) =>
        mark.length === 1 ? '' : /(?:^|[.!?:]\s)$/.test(whole.slice(0, at)) ? 'The ' : 'the ',
      )
      .replace(/\bthe (?=the\b)/gi, '')
      .replace(/(?<=^|[.!?]\s+[“"]?|\n)[a-z]/g, (letter) => letter.toUpperCase())
  );
}

/** Stands before a name in a slot whose other words are bare nouns. */
export const nameMark = '\uE000';

export function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

export function uncapital(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

/** `rune gate` as in a title. */
export function titled(text: string): string {
  return text.replace(/(^|\s)(?!(?:of|the|and|in|on|a|an|to|for)\b)\p{Ll}/gu, (letter) =>
    letter.toUpperCase(),
  );
}
