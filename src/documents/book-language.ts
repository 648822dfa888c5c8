/** How many characters of a text its language is found by. */
const enough = 20_000;

/** Scripts that one language alone, or by far the most, is written in; Han is asked behind kana. */
const scripts: readonly (readonly [string, RegExp])[] = [
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['zh', /\p{Script=Han}/gu],
  ['ko', /\p{Script=Hangul}/gu],
  ['he', /\p{Script=Hebrew}/gu],
  ['fa', /[پچژگ]/gu],
  ['ar', /\p{Script=Arabic}/gu],
  ['uk', /[іїєґ]/giu],
  ['ru', /\p{Script=Cyrillic}/gu],
  ['el', /\p{Script=Greek}/gu],
  ['hy', /\p{Script=Armenian}/gu],
  ['ka', /\p{Script=Georgian}/gu],
  ['hi', /\p{Script=Devanagari}/gu],
  ['th', /\p{Script=Thai}/gu],
];

/** A script is that of the text from this share of its letters on: rare letters of their own for three of them. */
const share = (language: string) => (['uk', 'fa'].includes(language) ? 0.02 : language === 'ja' ? 0.15 : 0.4);

/** The most frequent words of languages in Latin script, without those that too many share. */
const commonWords: Readonly<Record<string, string>> = {
  en: 'the and of was that with his her for not',
  de: 'der und die das nicht ein ist mit sich dem',
  fr: 'le les et des une est dans que pas il',
  es: 'el los y una con por las que era su',
  it: 'il che di e per non gli della era si',
  pt: 'o os não uma com um que para ela do',
  nl: 'de het een van en niet dat op zijn ze',
  sv: 'och att det som på inte han var hon ett',
  da: 'og at det er på ikke af til jeg havde',
  nb: 'og å det er på ikke av til hun var',
  fi: 'ja on ei että hän oli se mutta kuin niin',
  pl: 'i w nie na się z do że jest był',
  cs: 'a se na že je v byl ale jako si',
  sk: 'a sa na že je v bol ale ako si',
  hu: 'a az és nem hogy egy volt de meg is',
  ro: 'și în nu de la cu era să pe lui',
  tr: 've bir bu için çok ama gibi o da ne',
  hr: 'i je se na da u nije bio kao su',
  ca: 'el els i una amb per les que era és',
};

/** The language that a text is written in, as a BCP 47 tag; English where none is clear. */
export function languageOf(text: string): string {
  const sample = text.slice(0, enough);
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  for (const [language, script] of scripts) {
    if ((sample.match(script)?.length ?? 0) > letters * share(language)) return language;
  }
  const counts = new Map<string, number>();
  for (const word of sample.toLowerCase().match(/\p{L}+/gu) ?? [])
    counts.set(word, (counts.get(word) ?? 0) + 1);
  let [best, most] = ['en', 0];
  for (const [language, words] of Object.entries(commonWords)) {
    const found = words.split(' ').reduce((sum, word) => sum + (counts.get(word) ?? 0), 0);
    if (found > most) [best, most] = [language, found];
  }
  return best;
}

const baseOf = (language: string) => language.split('-')[0]?.toLowerCase() ?? '';

export function isRightToLeft(language: string): boolean {
  return ['ar', 'fa', 'he', 'ur', 'yi', 'ps', 'sd', 'ckb', 'dv'].includes(baseOf(language));
}

/** With its region, as word processors name a language: `de-DE` for `de`. */
export function withRegion(language: string): string {
  const { language: base, region } = new Intl.Locale(language).maximize();
  return region === undefined ? base : `${base}-${region}`;
}

interface BookWords {
  readonly contents: string;
  readonly picture: string;
  /** Asks to find what the list names. */
  readonly find: (list: string) => string;
}

/** Words that a book has beside those of its author. */
const words: Readonly<Record<string, readonly [contents: string, picture: string, find: string]>> = {
  en: ['Contents', 'Picture', 'Can you find %?'],
  de: ['Inhalt', 'Bild', 'Findest du %?'],
  fr: ['Table des matières', 'Image', 'Peux-tu trouver %\u00A0?'],
  es: ['Índice', 'Imagen', '¿Puedes encontrar %?'],
  it: ['Indice', 'Immagine', 'Riesci a trovare %?'],
  pt: ['Índice', 'Imagem', 'Consegues encontrar %?'],
  nl: ['Inhoud', 'Afbeelding', 'Kun je dit vinden: %?'],
  sv: ['Innehåll', 'Bild', 'Kan du hitta %?'],
  da: ['Indhold', 'Billede', 'Kan du finde %?'],
  nb: ['Innhold', 'Bilde', 'Kan du finne %?'],
  fi: ['Sisällys', 'Kuva', 'Löydätkö nämä: %?'],
  pl: ['Spis treści', 'Obrazek', 'Czy znajdziesz: %?'],
  cs: ['Obsah', 'Obrázek', 'Najdeš tohle: %?'],
  sk: ['Obsah', 'Obrázok', 'Nájdeš toto: %?'],
  hu: ['Tartalom', 'Kép', 'Megtalálod ezeket: %?'],
  ro: ['Cuprins', 'Imagine', 'Poți găsi: %?'],
  tr: ['İçindekiler', 'Resim', 'Bulabilir misin: %?'],
  hr: ['Sadržaj', 'Slika', 'Možeš li pronaći: %?'],
  ca: ['Índex', 'Imatge', 'Pots trobar %?'],
  ru: ['Содержание', 'Картинка', 'Найдёшь ли ты: %?'],
  uk: ['Зміст', 'Малюнок', 'Чи знайдеш ти: %?'],
  el: ['Περιεχόμενα', 'Εικόνα', 'Μπορείς να βρεις: %;'],
  he: ['תוכן העניינים', 'תמונה', 'האם אפשר למצוא: %?'],
  ar: ['المحتويات', 'صورة', 'هل يمكنك أن تجد: %؟'],
  fa: ['فهرست', 'تصویر', 'می‌توانی پیدا کنی: %؟'],
  ja: ['目次', '絵', '見つけられるかな?%'],
  zh: ['目录', '图片', '你能找到%吗?'],
  ko: ['차례', '그림', '찾을 수 있나요? %'],
};

export function wordsOf(language: string): BookWords {
  const [contents, picture, find] = words[baseOf(language)] ?? words['en']!;
  return { contents, picture, find: (list) => find.replace('%', () => list) };
}

/** Opening and closing quotation marks. Languages that are not named keep what the author has typed. */
const quotationMarks: Readonly<Record<string, readonly [string, string]>> = {
  ...Object.fromEntries(['en', 'pt', 'nl', 'tr', 'zh', 'ko'].map((each) => [each, ['“', '”']])),
  ...Object.fromEntries(['de', 'cs', 'sk', 'is', 'bg', 'sl'].map((each) => [each, ['„', '“']])),
  ...Object.fromEntries(['pl', 'hu', 'ro', 'hr'].map((each) => [each, ['„', '”']])),
  ...Object.fromEntries(['es', 'it', 'ca', 'ru', 'uk', 'el', 'nb'].map((each) => [each, ['«', '»']])),
  ...Object.fromEntries(['sv', 'fi'].map((each) => [each, ['”', '”']])),
  fr: ['«\u00A0', '\u00A0»'],
  da: ['»', '«'],
  ja: ['「', '」'],
};

/** Straight quotation marks as those of the language, and straight apostrophes as round ones. */
export function withQuotationMarks(text: string, language: string): string {
  const marks = quotationMarks[baseOf(language)];
  if (marks === undefined) return text;
  return text
    .replaceAll(/(?<=\p{L})'(?=\p{L})/gu, '’')
    .replaceAll(/(^|[\s([{*—–])?"/g, (_, before: string | undefined) =>
      before === undefined ? marks[1] : before + marks[0],
    );
}
