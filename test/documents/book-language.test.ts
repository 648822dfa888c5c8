import { strFromU8, unzipSync } from 'fflate';
import { extractText, getDocumentProxy } from 'unpdf';
import { expect, test } from 'vitest';
import { languageOf, withQuotationMarks, withRegion } from '../../src/documents/book-language.ts';
import type { Book } from '../../src/documents/book.ts';
import { hyphenatorOf } from '../../src/documents/hyphenate.ts';
import { typeset } from '../../src/documents/typeset.ts';
import { writeDocx } from '../../src/documents/write-docx.ts';
import { writeEpub } from '../../src/documents/write-epub.ts';
import { writeMarkdown } from '../../src/documents/write-markdown.ts';
import { writePdf } from '../../src/documents/write-pdf.ts';
import { bookPages } from '../../src/tasks/export-book/book-pages.ts';
import { bookPages as storyPages } from '../../src/tasks/generate-book/book-pages.ts';
import { storedBook } from '../tasks/book/sample-book.ts';

const german =
  'Der Leuchtturmwärter betrachtete am Geburtstagsabend die Sonnenuntergangsfarben über dem Naturschutzgebiet und ' +
  'dachte an Streichholzschachteln, Donaudampfschifffahrtsgesellschaften und Gleichgewichtsstörungen. ';
const hebrew = 'שומר המגדלור הסתכל על הים וחשב על המכתבים שאיש לא ענה עליהם במשך שנים רבות. ';

test.for([
  ['en', 'The keeper walked along the shore and listened to the waves.'],
  ['de', german],
  ['fr', 'Le gardien du phare regardait la mer et pensait aux lettres que personne n’avait lues.'],
  ['es', 'El farero miraba el mar y pensaba en las cartas que nadie había leído.'],
  ['it', 'Il guardiano del faro guardava il mare e pensava alle lettere che nessuno aveva letto.'],
  ['pt', 'O faroleiro não olhava para o mar, mas pensava em uma carta que ela não tinha lido.'],
  ['nl', 'De wachter keek over het water en dacht aan de brieven die niet gelezen waren.'],
  ['sv', 'Vakten såg ut över havet och tänkte på breven som ingen hade läst.'],
  ['pl', 'Latarnik patrzył na morze i myślał o listach, których nikt nie czytał, że to się stało.'],
  ['ru', 'Смотритель маяка смотрел на море и думал о письмах.'],
  ['uk', 'Доглядач маяка дивився на море і думав про листи, які ніхто не читав.'],
  ['el', 'Ο φαροφύλακας κοίταζε τη θάλασσα.'],
  ['he', hebrew],
  ['ar', 'نظر حارس المنارة إلى البحر وفكر في الرسائل.'],
  ['ja', '灯台守は海を眺めながら、誰も返事をしなかった手紙のことを考えた。'],
  ['zh', '灯塔看守人望着大海,想着没有人回复的信。'],
  ['ko', '등대지기는 바다를 바라보며 편지를 생각했다.'],
  ['en', '12 – 34'],
] as const)('a text in %s is known to be', ([language, text]) => {
  expect(languageOf(text)).toBe(language);
});

const inLanguage = (language: string, text: string): Book => ({
  title: 'T',
  author: 'A. Author',
  language,
  sample: false,
  chapters: [{ title: '1', paragraphs: [text] }],
});

test.for([
  ['de', german, 'de-DE', false],
  ['fr', 'Il dit "bonjour" et sourit.', 'fr-FR', false],
  ['he', hebrew, 'he-IL', true],
  ['ja', '灯台守は海を眺めた。', 'ja-JP', false],
] as const)(
  'EPUB and Word say that a book is in %s, and its direction',
  async ([language, text, region, fromRight]) => {
    const book = inLanguage(language, text);
    const epub = unzipSync(await writeEpub(book));
    const part = (name: string) => strFromU8(epub[`OEBPS/${name}`] ?? new Uint8Array());
    expect(part('content.opf')).toContain(`<dc:language>${language}</dc:language>`);
    expect(part('content.opf').includes('page-progression-direction="rtl"')).toBe(fromRight);
    for (const page of ['chapter-1.xhtml', 'nav.xhtml']) {
      expect(part(page)).toContain(
        `lang="${language}" xml:lang="${language}"${fromRight ? ' dir="rtl"' : ''}>`,
      );
    }
    const docx = unzipSync(await writeDocx(book));
    expect(strFromU8(docx['word/styles.xml'] ?? new Uint8Array())).toContain(`w:val="${region}"`);
    const body = strFromU8(docx['word/document.xml'] ?? new Uint8Array());
    expect([body.includes('<w:bidi/>'), body.includes('<w:rtl/>')]).toEqual([fromRight, fromRight]);
  },
);

test('fixed words and quotation marks follow the language', async () => {
  const nav = async (language: string) =>
    strFromU8(unzipSync(await writeEpub(inLanguage(language, 'x')))['OEBPS/nav.xhtml'] ?? new Uint8Array());
  expect(await nav('de')).toContain('<h1>Inhalt</h1>');
  expect(await nav('fr-CA')).toContain('<h1>Table des matières</h1>');
  expect(await nav('ja')).toContain('<h1>目次</h1>');
  expect(await nav('sw')).toContain('<h1>Contents</h1>');
  expect(strFromU8(await writeMarkdown(inLanguage('fr', 'Il dit "oui".')))).toContain(
    'Il dit «\u00A0oui\u00A0».',
  );
  const quoted = (language: string) => withQuotationMarks('Say "it\'s" ("so")', language);
  expect(quoted('en')).toBe('Say “it’s” (“so”)');
  expect(quoted('de')).toBe('Say „it’s“ („so“)');
  expect(quoted('ja')).toBe('Say 「it’s」 (「so」)');
  expect(quoted('sw')).toBe('Say "it\'s" ("so")');
  expect(withRegion('pt-BR')).toBe('pt-BR');
});

test('words are divided by the rules of their language, and Japanese has none', async () => {
  const divided = async (language: string, word: string) => (await hyphenatorOf(language))?.(word).join('-');
  expect(await divided('de', 'Gleichgewicht')).toBe('Gleich-ge-wicht');
  expect(await divided('fr', 'photographie')).toBe('pho-to-gra-phie');
  expect(await divided('ru', 'путешествие')).toMatch(/^пу.*-/);
  expect(await hyphenatorOf('ja')).toBeNull();
  expect(await hyphenatorOf('he')).toBeNull();
});

test('a PDF in German says so and is divided as German is', { timeout: 60_000 }, async () => {
  const book = inLanguage('de', german.repeat(6));
  const pdf = await getDocumentProxy(await writePdf(book));
  expect((await pdf.getMetadata()).info).toMatchObject({ Language: 'de' });
  const { text } = await extractText(pdf, { mergePages: false });
  const ends = [...text.join('\n').matchAll(/(\p{L}+)-\n/gu)].map(([, end]) => end);
  expect(ends.length).toBeGreaterThan(3);
  const words = german.match(/\p{L}{6,}/gu) ?? [];
  const hyphenate = await hyphenatorOf('de');
  const begins = words.flatMap((word) => {
    const parts = hyphenate?.(word) ?? [];
    return parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join(''));
  });
  expect(ends.filter((end) => !begins.includes(end ?? ''))).toEqual([]);
});

test('lines of Hebrew run from the right margin, also where a name in Latin stands in them', () => {
  const options = {
    fonts: { fonts: new Map(), missing: [], runsOf: (text: string) => [{ font: 'regular', text }] },
    measure: ({ text }: { text: string }) => text.length,
    language: 'he',
    hyphenate: null,
    width: 100,
    indent: 5,
    style: 'regular',
    justified: true,
  } as const;
  const [line] = typeset('אחת Gull Point שתיים', options);
  const places = line?.words.map(({ runs, x }) => [runs[0]?.text, x]);
  // 100 wide and 5 indented; the words of the name are in their own order.
  expect(places).toEqual([
    ['אחת', 92],
    ['Point', 86],
    ['Gull', 81],
    ['שתיים', 75],
  ]);
});

test('an export finds the language of what is written, unless it is told', () => {
  const stored = storedBook({ 1: german });
  expect(bookPages(stored, 'A').language).toBe('de');
  expect(bookPages(stored, 'A', 'nl').language).toBe('nl');
});

test('a picture book asks in its language, and samples stay in theirs', () => {
  const picture = {
    bytes: new Uint8Array(),
    mediaType: 'image/png',
    width: 1,
    height: 1,
    description: '',
  } as const;
  const scene = { title: 'x', text: german, find: ['eine Eule', 'drei Vögel'], picture };
  const book = storyPages({ title: 'x', picture: null, sample: false }, [scene]);
  expect(book.language).toBe('de');
  expect(book.chapters[0]?.paragraphs[0]).toBe('*Findest du eine Eule und drei Vögel?*');
  const english = { ...scene, text: 'The owl sat in the tree and looked.' };
  expect(storyPages({ title: 'x', picture: null, sample: true, language: 'de' }, [english]).language).toBe(
    'en',
  );
  expect(storyPages({ title: 'x', picture: null, sample: false, language: 'sw' }, [english]).language).toBe(
    'sw',
  );
});
