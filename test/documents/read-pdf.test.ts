import { expect, test } from 'vitest';
import { readPdf } from '../../src/documents/read-pdf.ts';
import { isQuoteFrom } from '../../src/tasks/grade-submission/quotes.ts';
import { draw, drawTurned, helvetica, pagesPdf, stream } from '../support/plain-pdf.ts';
import { rejection } from '../support/rejection.ts';

async function textOf(bytes: Uint8Array): Promise<string> {
  return (await readPdf(bytes, { fileName: 'work.pdf' })).text;
}

const pageText = (content: string, rotate = 0) => textOf(pagesPdf([{ content, rotate }]));

/** What maps the codes of a font to characters. */
const toUnicode = (ranges: string) =>
  stream(
    '/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def ' +
      `1 begincodespacerange <00> <FF> endcodespacerange\n${ranges}\nendcmap end end`,
  );

test('letters that a font joins are read from the text that stands for them', async () => {
  const map = '1 beginbfrange <20> <7E> <0020> endbfrange 1 beginbfchar <01> <0000> endbfchar';
  const font = helvetica.replace(
    '/Encoding /WinAnsiEncoding',
    '/Encoding << /Type /Encoding /Differences [1 /fi] >> /ToUnicode 4 0 R',
  );
  const joined = (text: string) => `/Span << /ActualText (${text}) >> BDC <01> Tj EMC`;
  const content = `BT /F1 12 Tf 60 760 Td (This ar) Tj ${joined('ti')} (cle shows ) Tj ${joined('fi')} (ndings that are su) Tj ${joined('ffi')} (cient.) Tj ET`;
  const pdf = pagesPdf([{ content }], { font, extra: [toUnicode(map)] });
  expect(await textOf(pdf)).toBe('This article shows findings that are sufficient.');
});

test('a character that stands for nothing is kept as such, counted, and told', async () => {
  const font = helvetica.replace(
    '/Encoding /WinAnsiEncoding',
    '/Encoding << /Type /Encoding /Differences [1 /g17] >> /ToUnicode 4 0 R',
  );
  const map = '1 beginbfrange <20> <7E> <0020> endbfrange 1 beginbfchar <01> <0000> endbfchar';
  const content = 'BT /F1 12 Tf 60 760 Td (An e) Tj <01> Tj (ort that is told to its reader) Tj ET';
  const read = await readPdf(pagesPdf([{ content }], { font, extra: [toUnicode(map)] }), {
    fileName: 'work.pdf',
  });
  expect(read.text).toBe('An e\uFFFDort that is told to its reader');
  expect(read.leftOut).toEqual([{ kind: 'character', pages: [1], count: 1 }]);
});

test.each([90, 180, 270])('a page that is rotated by %i degrees is read as it is shown', async (rotate) => {
  const matrices = { 90: '0 1 -1 0 X 60', 180: '-1 0 0 -1 540 X', 270: '0 -1 1 0 Y 780' };
  const matrix = matrices[rotate as keyof typeof matrices];
  const lines = [
    'Criterion        Excellent (10)',
    'Hypothesis       testable',
    'Method           repeatable',
  ];
  const content = lines
    .map((text, index) =>
      drawTurned(matrix.replace('X', `${80 + index * 20}`).replace('Y', `${500 - index * 20}`), text),
    )
    .join('\n');
  const upright = { content: draw(60, 760, 'Hand in one PDF. The rubric is on the next page.') };
  const wanted = 'Criterion | Excellent (10)\nHypothesis | testable\nMethod | repeatable';
  expect(await pageText(content, rotate)).toBe(wanted);
  expect(await textOf(pagesPdf([upright, { content, rotate }]))).toMatch(
    new RegExp(`page\\.\n\n${wanted.replaceAll(/[|()]/g, '\\$&')}$`),
  );
  // Drawn sideways, on a page that is not rotated.
  expect(await pageText(content)).toBe(wanted);
});

test('words that are drawn again a hair beside are read once', async () => {
  const thrice = (y: number, text: string) =>
    [0, 0.3, 0.6].map((shift) => draw(60 + shift, y - shift, text, 16)).join('\n');
  const after = [draw(61, 699, 'The thesis is clear.'), draw(60, 700, 'The thesis is clear.')];
  expect(
    await pageText([thrice(760, 'Essay rubric'), thrice(730, 'Thesis: 10 points'), ...after].join('\n')),
  ).toBe('Essay rubric\nThesis: 10 points\nThe thesis is clear.');
});

test('raised and lowered characters stay where they belong', async () => {
  const content =
    'BT /F1 12 Tf 60 760 Td (Knows that x) Tj /F1 7 Tf 4.2 Ts (2) Tj 0 Ts /F1 12 Tf ( = 9, y) Tj /F1 7 Tf 4.2 Ts (2) Tj ' +
    '0 Ts /F1 12 Tf (+1 \\(due March 15) Tj /F1 7 Tf 4.2 Ts (th) Tj 0 Ts /F1 12 Tf (, 40 points\\)) Tj ET\n' +
    'BT /F1 12 Tf 60 745 Td (Writes H) Tj /F1 7 Tf -2 Ts (2) Tj 0 Ts /F1 12 Tf (O for water) Tj ET\n' +
    'BT /F1 6 Tf 60 730 Td 4 Ts (1) Tj 0 Ts /F1 10 Tf (A note below the text) Tj ET';
  expect(await pageText(content)).toBe(
    'Knows that x2 = 9, y2+1 (due March 15th, 40 points)\nWrites H2O for water\n1A note below the text',
  );
});

const left = [
  'We measured how fast ten bean',
  'plants grew in red and in blue',
  'light. Each plant had the same',
  'soil and the same water for',
  'three weeks. The plants in red',
  'light grew taller on average.',
];
const right = [
  'The difference was four centi-',
  'metres, which is more than the',
  'spread within each group. We',
  'conclude that red light helps',
  'bean plants to grow. A source',
  'of error is the lamp itself.',
];
const asRead = (lines: readonly string[]) => lines.join('\n').replace('centi-\n', 'centi');

test('two columns are read one after the other, and so are those below a heading across', async () => {
  const content = [
    draw(60, 760, 'Light and the growth of beans', 16),
    draw(60, 700, left),
    draw(320, 700, right),
    draw(60, 590, 'What it means for the gardens of our town, and what is still to be done', 14),
    draw(60, 560, right),
    draw(320, 560, left),
  ].join('\n');
  const text = await pageText(content);
  expect(text).toBe(
    [
      'Light and the growth of beans',
      asRead(left),
      asRead(right),
      'What it means for the gardens of our town, and what is still to be done',
      asRead(right),
      asRead(left),
    ].join('\n'),
  );
  for (const sentence of [
    'We measured how fast ten bean plants grew in red and in blue light.',
    'We conclude that red light helps bean plants to grow.',
  ])
    expect(isQuoteFrom(text)(sentence), sentence).toBe(true);
});

test('columns whose lines stand at different heights, with hardly a gap between them, are read one by one', async () => {
  const content = [draw(60, 700, left), draw(60 + 172, 705, right)].join('\n');
  expect(await pageText(content)).toBe(`${asRead(left)}\n${asRead(right)}`);
});

test('a word that was hyphenated at the end of a line is put together, and other hyphens stay', async () => {
  const content = draw(60, 760, [
    'A photo\xAD',
    'graph of an extraordi-',
    'narily long word, pre- and post-war',
    'years, and the Anglo-',
    'Saxon kings; pre-',
    'and post-war.',
  ]);
  expect(await pageText(content)).toBe(
    'A photograph of an extraordinarily long word, pre- and post-war\nyears, and the Anglo-\nSaxon kings; pre-\nand post-war.',
  );
});

/** Hebrew or Arabic with a font that has its letters, each 500 units wide. */
function rightToLeftPdf(lines: readonly (readonly string[])[]): Uint8Array {
  const letters = [...new Set(lines.flat().join(''))];
  const code = (letter: string) => (letters.indexOf(letter) + 1).toString(16).padStart(4, '0');
  const isLeft = (word: string) => /[\u0590-\u08FF]/.test(word);
  const content = lines.map((words, line) => {
    let x = 540;
    return words.map((word) => {
      x -= 6 * word.length + 4;
      // Its letters stand on the page from the left.
      const shown = isLeft(word) ? Array.from(word).toReversed() : Array.from(word);
      return `BT /F1 12 Tf ${x + 4} ${760 - 20 * line} Td <${shown.map(code).join('')}> Tj ET`;
    });
  });
  const map = letters.map(
    (letter) => `<${code(letter)}> <${letter.charCodeAt(0).toString(16).padStart(4, '0')}>`,
  );
  return pagesPdf([{ content: content.flat().join('\n') }], {
    font: '<< /Type /Font /Subtype /Type0 /BaseFont /Arial /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 6 0 R >>',
    extra: [
      '<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Arial /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 500 /FontDescriptor 5 0 R >>',
      '<< /Type /FontDescriptor /FontName /Arial /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 900 /Descent -200 /CapHeight 700 /StemV 80 >>',
      toUnicode(`${letters.length} beginbfchar\n${map.join('\n')}\nendbfchar`).replace(
        '<00> <FF>',
        '<0000> <FFFF>',
      ),
    ],
  });
}

test.each([
  [
    'Hebrew',
    [
      ['המבחן', 'כולל', 'שלוש', 'שאלות'],
      ['שאלות', 'בשפת', 'Python', 'לכל', 'תלמיד'],
      ['תזה', '10', 'נקודות'],
    ],
  ],
  [
    'Arabic',
    [
      ['يتكون', 'الاختبار', 'من', 'ثلاثة', 'أسئلة'],
      ['بلغة', 'Python', 'لكل', 'طالب', '10', 'نقاط'],
    ],
  ],
])('%s is read from the right to the left, with the names and numbers in it', async (_, lines) => {
  expect(await textOf(rightToLeftPdf(lines))).toBe(lines.map((words) => words.join(' ')).join('\n'));
});

test('Japanese whose font has no map of its own is read by the character collection that it names', async () => {
  const codes = Array.from('評価基準と配点', (sign) => sign.charCodeAt(0).toString(16).padStart(4, '0'));
  const pdf = pagesPdf(
    [
      { content: `BT /F1 12 Tf 60 760 Td <${codes.join('')}> Tj ET\n${drawTurned('1 0 0 1 60 740', '')}` },
      { content: '' },
    ],
    {
      font: '<< /Type /Font /Subtype /Type0 /BaseFont /MS-Mincho /Encoding /UniJIS-UCS2-H /DescendantFonts [4 0 R] >>',
      extra: [
        '<< /Type /Font /Subtype /CIDFontType2 /BaseFont /MS-Mincho /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> /DW 1000 /FontDescriptor 5 0 R >>',
        '<< /Type /FontDescriptor /FontName /MS-Mincho /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 900 /Descent -200 /CapHeight 700 /StemV 80 >>',
      ],
    },
  );
  const { text } = await readPdf(pdf, { fileName: 'rubric.pdf', canLook: true });
  expect(text).toBe('評価基準と配点');
});

const questions = [
  draw(60, 760, 'Worksheet: The water cycle'),
  draw(60, 700, '1. What drives evaporation?'),
  draw(60, 640, '2. Name two kinds of precipitation.'),
].join('\n');

const appearance = (text: string) =>
  stream(
    `/Tx BMC q BT /F1 12 Tf 2 6 Td (${text}) Tj ET Q EMC`,
    '/Type /XObject /Subtype /Form /BBox [0 0 400 24] ',
  );

test.each([
  ['filled in as a form', '/Widget /FT /Tx /V', '/AcroForm << /Fields [4 0 R 5 0 R] >>'],
  ['typed over in a viewer', '/FreeText /Contents', ''],
])('a worksheet that was %s has its answers below their questions', async (_, kind, catalog) => {
  const note = (y: number, text: string, shown: number) =>
    `<< /Type /Annot /Subtype ${kind} (${text}) /T (a${y}) /F 4 /DA (/F1 12 Tf 0 g) /Rect [60 ${y} 460 ${y + 24}] /AP << /N ${shown} 0 R >> >>`;
  const answers = ['The heat of the sun drives it.', 'Rain and snow.'] as const;
  const pdf = pagesPdf([{ content: questions, entries: '/Annots [4 0 R 5 0 R]' }], {
    catalog,
    extra: [note(660, answers[0], 6), note(600, answers[1], 7), ...answers.map(appearance)],
  });
  expect(await textOf(pdf)).toBe(
    `Worksheet: The water cycle\n1. What drives evaporation?\n${answers[0]}\n2. Name two kinds of precipitation.\n${answers[1]}`,
  );
});

test('checkboxes and choices of a form are read as they were set', async () => {
  const box = (x: number, name: string, state: string) =>
    `<< /Type /Annot /Subtype /Widget /FT /Btn /T (${name}) /V /${state} /AS /${state} /F 4 /Rect [${x} 756 ${x + 12} 768] /AP << /N << /Yes 8 0 R /Off 8 0 R >> >> >>`;
  const choice =
    '<< /Type /Annot /Subtype /Widget /FT /Ch /Ff 131072 /T (level) /V (g) /Opt [[(e) (Excellent)] [(g) (Good)]] /F 4 /DA (/F1 12 Tf 0 g) /Rect [120 734 300 752] >>';
  const hidden = box(60, 'hidden', 'Yes').replace('/F 4', '/F 2');
  const pdf = pagesPdf(
    [
      {
        content: [
          draw(80, 758, 'Names its sources'),
          draw(320, 758, 'Has a title'),
          draw(60, 738, 'Level:'),
        ].join('\n'),
        entries: '/Annots [4 0 R 5 0 R 6 0 R 7 0 R]',
      },
    ],
    {
      catalog: '/AcroForm << /Fields [4 0 R 5 0 R 6 0 R 7 0 R] >>',
      extra: [box(60, 'a', 'Yes'), box(300, 'b', 'Off'), choice, hidden, appearance('x')],
    },
  );
  expect(await textOf(pdf)).toMatch(/^☒ Names its sources \| ☐ Has a title\nLevel: \|? ?Good$/);
});

test('watermarks are left out and counted, whichever way they run', async () => {
  const lines = Array.from(
    { length: 30 },
    (_, index) => `Line ${index} of a text that goes on over the whole of the page`,
  );
  const content = [
    drawTurned('0.7 0.7 -0.7 0.7 120 200', 'DRAFT', 120),
    draw(60, 500, 'CONFIDENTIAL', 70),
    draw(60, 780, lines, 12),
  ].join('\n');
  const read = await readPdf(pagesPdf([{ content }]), { fileName: 'work.pdf' });
  expect(read.text).toBe(lines.join('\n'));
  expect(read.leftOut).toEqual([{ kind: 'watermark', pages: [1], count: 2 }]);
});

const picture =
  '<< /Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 4 >>\nstream\n\x80\x90\xA0\xB0\nendstream';
const withPicture = { extra: [picture], resources: '/XObject << /I 4 0 R >>' };
const photograph = { content: 'q 595 0 0 842 0 0 cm /I Do Q' };
const typed = {
  content: draw(60, 760, [
    'Biology 9B - Essay on photosynthesis',
    'Student: S. Example. Teacher: T. Example.',
  ]),
};

test('a half-scanned file is refused, with the pages that say nothing, unless a model can look at them', async () => {
  const pdf = pagesPdf([typed, photograph, photograph, typed, photograph], withPicture);
  const error = await rejection(readPdf(pdf, { fileName: 'work.pdf' }));
  expect(error.code).toBe('file_without_text');
  expect(error.message).toContain('is a scan: there is hardly any text on pages 2-3, 5');
  const { text, leftOut } = await readPdf(pdf, { fileName: 'work.pdf', canLook: true });
  expect(text).toMatch(/^Biology[^]*Biology/);
  expect(leftOut).toEqual([{ kind: 'page', pages: [2, 3, 5], count: 3 }]);
});

test('a scanned page among others, with the stamp of an app on it, is told', async () => {
  const stamped = { content: `${photograph.content}\n${draw(60, 20, 'Scanned with ScanApp')}` };
  const { leftOut } = await readPdf(pagesPdf([typed, typed, stamped, { content: '' }], withPicture), {
    fileName: 'work.pdf',
  });
  expect(leftOut).toEqual([{ kind: 'page', pages: [3], count: 1 }]);
});

test('a picture in the text is told; one behind the text, or as small as a logo, is not', async () => {
  const chart = 'q 400 0 0 200 60 400 cm /I Do Q';
  const logo = 'q 40 0 0 40 500 790 cm /I Do Q';
  const { content } = typed;
  const pages = [
    `${content}\n${chart}`,
    `${content}\n${logo}`,
    `${photograph.content}\n${draw(60, 700, left)}`,
  ];
  const { leftOut } = await readPdf(
    pagesPdf(
      pages.map((each) => ({ content: each })),
      withPicture,
    ),
    {
      fileName: 'work.pdf',
    },
  );
  expect(leftOut).toEqual([{ kind: 'picture', pages: [1], count: 1 }]);
});

test('a file that was cut off is refused, although its first pages could be read', async () => {
  const pdf = pagesPdf([typed, typed, typed]);
  expect((await rejection(readPdf(pdf.subarray(0, pdf.length - 200), { fileName: 'work.pdf' }))).code).toBe(
    'file_unreadable',
  );
});

test('sticky notes are told and not read, and empty marks are neither', async () => {
  const note = (kind: string, contents: string) =>
    `<< /Type /Annot /Subtype /${kind} /F 28 /Contents (${contents}) /Rect [60 700 80 720] /QuadPoints [60 720 80 720 60 700 80 700] >>`;
  const pdf = pagesPdf(
    [{ content: draw(60, 760, 'An essay that a teacher has read'), entries: '/Annots [4 0 R 5 0 R 6 0 R]' }],
    { extra: [note('Text', 'Very good'), note('Highlight', 'Source?'), note('Highlight', '')] },
  );
  const { text, leftOut } = await readPdf(pdf, { fileName: 'work.pdf' });
  expect(text).toBe('An essay that a teacher has read');
  expect(leftOut).toEqual([{ kind: 'comment', pages: [1], count: 2 }]);
});
