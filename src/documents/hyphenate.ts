import createHyphenator from 'hyphen';

type Patterns = Parameters<typeof createHyphenator>[0];

/** Named one by one, so that a bundler finds them. */
const patterns: Readonly<Record<string, () => Promise<{ readonly default: Patterns }>>> = {
  bg: () => import('hyphen/patterns/bg.js'),
  ca: () => import('hyphen/patterns/ca.js'),
  cs: () => import('hyphen/patterns/cs.js'),
  da: () => import('hyphen/patterns/da.js'),
  de: () => import('hyphen/patterns/de-1996.js'),
  el: () => import('hyphen/patterns/el-monoton.js'),
  en: () => import('hyphen/patterns/en-us.js'),
  'en-GB': () => import('hyphen/patterns/en-gb.js'),
  es: () => import('hyphen/patterns/es.js'),
  et: () => import('hyphen/patterns/et.js'),
  fi: () => import('hyphen/patterns/fi.js'),
  fr: () => import('hyphen/patterns/fr.js'),
  hr: () => import('hyphen/patterns/hr.js'),
  hu: () => import('hyphen/patterns/hu.js'),
  is: () => import('hyphen/patterns/is.js'),
  it: () => import('hyphen/patterns/it.js'),
  la: () => import('hyphen/patterns/la.js'),
  lt: () => import('hyphen/patterns/lt.js'),
  lv: () => import('hyphen/patterns/lv.js'),
  nb: () => import('hyphen/patterns/nb.js'),
  nl: () => import('hyphen/patterns/nl.js'),
  nn: () => import('hyphen/patterns/nn.js'),
  pl: () => import('hyphen/patterns/pl.js'),
  pt: () => import('hyphen/patterns/pt.js'),
  ro: () => import('hyphen/patterns/ro.js'),
  ru: () => import('hyphen/patterns/ru.js'),
  sk: () => import('hyphen/patterns/sk.js'),
  sl: () => import('hyphen/patterns/sl.js'),
  sv: () => import('hyphen/patterns/sv.js'),
  tr: () => import('hyphen/patterns/tr.js'),
  uk: () => import('hyphen/patterns/uk.js'),
};

const softHyphen = '\u00AD';

/** Where a word may be divided: the word in its parts. */
export type Hyphenate = (word: string) => readonly string[];

/** The rules of a language; null for one whose words are not divided, or whose rules are not there. */
export async function hyphenatorOf(language: string): Promise<Hyphenate | null> {
  const load = patterns[language] ?? patterns[language.split('-')[0] ?? ''];
  if (load === undefined) return null;
  const hyphenate = createHyphenator((await load()).default, {
    hyphenChar: softHyphen,
    minWordLength: 6,
    async: false,
  }) as (word: string) => string;
  const lettersIn = (part: string) => part.replaceAll(/\P{L}/gu, '').length;
  return (word) => {
    const parts: string[] = [];
    let before = 0;
    for (const syllable of hyphenate(word).split(softHyphen)) {
      const last = parts.at(-1);
      // Never off fewer than three letters of the word.
      if (last === undefined || (before >= 3 && lettersIn(word) - before >= 3)) parts.push(syllable);
      else parts[parts.length - 1] = last + syllable;
      before += lettersIn(syllable);
    }
    return parts;
  };
}
