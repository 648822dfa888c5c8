/** Nested deeper than any answer. */
const deepest = 100;

const blanks = /(?:[\s\uFEFF\u200B]|\/\/[^\n]*|#[^\n]*|\/\*[^]*?\*\/)*/y;
const number = /[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?(?![\w.])/iy;
const word = /[+-]?[A-Za-z]+(?![\w.])/y;
const bareKey = /[\p{L}_$][\p{L}\p{N}_$-]*(?=\s*:)/uy;
const words: Readonly<Record<string, boolean | null>> = {
  true: true,
  True: true,
  false: false,
  False: false,
  null: null,
  None: null,
  undefined: null,
  // What JSON has no number for is no value.
  NaN: null,
  Infinity: null,
  '+Infinity': null,
  '-Infinity': null,
};
/** What a text ends with, by what it begins with. */
const quotes: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '`': '`',
  '“': '”“"',
  '„': '“”"',
  '‘': "’‘'",
  '«': '»',
};
/** A quotation mark ends a text only before these: others belong to it. */
const behindText = /\s*(?:[,:}\]]|\/[/*]|#)/y;
const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', '\n': '' };

/**
 * Reads JSON as models write it, from a bracket on: with comments, other quotation marks or quotation marks within a text,
 * keys without any, commas too many, line breaks in texts, escapes that JSON does not have, and Python's words. It has to be
 * whole: null where its end is missing, or where it is something else.
 */
export function readRelaxedJson(text: string, start: number): { value: unknown; end: number } | null {
  let at = start;

  function match(pattern: RegExp): string | undefined {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    at += found?.length ?? 0;
    return found;
  }

  function skip(sign: string): boolean {
    match(blanks);
    if (text[at] !== sign) return false;
    at += 1;
    return true;
  }

  /** @throws SyntaxError */
  function value(depth: number): unknown {
    if (depth > deepest) throw new SyntaxError('It is nested too deeply.');
    match(blanks);
    if (skip('{')) return Object.fromEntries(entries('}', () => [key(), valueOfKey(depth)] as const));
    if (skip('[')) return entries(']', () => value(depth + 1));
    if ((text[at] ?? '') in quotes) return quoted();
    const digits = match(number);
    if (digits !== undefined) return Number(digits);
    const said = match(word);
    if (said !== undefined && said in words) return words[said];
    throw new SyntaxError('It is no value.');
  }

  function entries<T>(end: string, entry: () => T): T[] {
    const found: T[] = [];
    while (!skip(end)) {
      found.push(entry());
      let isParted = false;
      while (skip(',')) isParted = true;
      if (isParted) continue;
      if (skip(end)) return found;
      throw new SyntaxError('There is no comma.');
    }
    return found;
  }

  function key(): string {
    match(blanks);
    return match(bareKey) ?? quoted();
  }

  function valueOfKey(depth: number): unknown {
    if (!skip(':')) throw new SyntaxError('There is no colon.');
    return value(depth + 1);
  }

  function quoted(): string {
    const ends = quotes[text[at] ?? ''];
    if (ends === undefined) throw new SyntaxError('There is no quotation mark.');
    let said = '';
    for (at += 1; at < text.length; at += 1) {
      const character = text[at] ?? '';
      if (character === '\\') said += escaped();
      else if (ends.includes(character) && endsAt(at + 1)) {
        at += 1;
        return said;
      } else said += character;
    }
    throw new SyntaxError('It is cut off.');
  }

  function endsAt(place: number): boolean {
    behindText.lastIndex = place;
    return behindText.test(text);
  }

  /** The character behind a backslash; `at` stays on the last one that belongs to it. */
  function escaped(): string {
    at += 1;
    const character = text[at] ?? '';
    const code = /^[\da-f]{4}/i.exec(text.slice(at + 1, at + 5))?.[0];
    if (character === 'u' && code !== undefined) {
      at += 4;
      return String.fromCharCode(Number.parseInt(code, 16));
    }
    // What is no escape is meant as it stands, as in a formula.
    return escapes[character] ?? (/[A-Za-z]/.test(character) ? `\\${character}` : character);
  }

  try {
    return { value: value(0), end: at };
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
