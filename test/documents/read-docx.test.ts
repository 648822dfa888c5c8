import { expect, test } from 'vitest';
import type { LeftOut } from '../../src/documents/left-out.ts';
import { plainText } from '../../src/documents/plain-text.ts';
import { readDocument } from '../../src/documents/read-document.ts';
import { readDocx } from '../../src/documents/read-docx.ts';
import { p, r, rootOf, tbl, tc, tr, wordDocument } from '../support/word-document.ts';

const opening = p(r('Physics rubric with enough words to be read'));
const openingHtml = '<p>Physics rubric with enough words to be read</p>';

function read(body: string, parts: Parameters<typeof wordDocument>[1] = {}) {
  const { text, leftOut } = readDocx(wordDocument(opening + body, parts), 'rubric.docx');
  expect(text.startsWith(openingHtml)).toBe(true);
  return { html: text.slice(openingHtml.length), leftOut };
}

const shape = (inner: string) =>
  '<w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx><w:txbxContent>' +
  `${inner}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>`;
const late = p(r('Late work loses 2 points a day'));
const picture = '<w:drawing><wp:inline><a:graphic><pic:pic/></a:graphic></wp:inline></w:drawing>';
const oldPicture = '<w:pict><v:shape><v:imagedata/></v:shape></w:pict>';
const choice = (first: string, fallback: string) =>
  `<mc:AlternateContent><mc:Choice Requires="wps">${first}</mc:Choice><mc:Fallback>${fallback}</mc:Fallback></mc:AlternateContent>`;
const field = (instruction: string, result: string) =>
  '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' +
  `<w:r><w:instrText>${instruction}</w:instrText></w:r>${result}<w:r><w:fldChar w:fldCharType="end"/></w:r>`;
const result = (text: string) => `<w:r><w:fldChar w:fldCharType="separate"/></w:r>${r(text)}`;
const form = (data: string) =>
  `<w:r><w:fldChar w:fldCharType="begin"><w:ffData>${data}</w:ffData></w:fldChar></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`;

const m = (text: string) => `<m:r><m:t>${text}</m:t></m:r>`;
const e = (inner: string) => `<m:e>${inner}</m:e>`;
const math = (inner: string) => p(`<m:oMath>${inner}</m:oMath>`);

test.for([
  ['text', m('E = mc²'), 'E = mc²'],
  ['a power', `<m:sSup>${e(m('x'))}<m:sup>${m('2')}</m:sup></m:sSup>`, 'x^2'],
  ['a power of more', `<m:sSup>${e(m('x'))}<m:sup>${m('n+1')}</m:sup></m:sSup>`, 'x^(n+1)'],
  ['an index', `<m:sSub>${e(m('a'))}<m:sub>${m('i')}</m:sub></m:sSub>`, 'a_i'],
  ['both', `<m:sSubSup>${e(m('a'))}<m:sub>${m('i')}</m:sub><m:sup>${m('2')}</m:sup></m:sSubSup>`, 'a_i^2'],
  ['a fraction', `<m:f><m:num>${m('a+b')}</m:num><m:den>${m('2')}</m:den></m:f>`, '(a+b)/2'],
  [
    'a binomial coefficient',
    `<m:d>${e(`<m:f><m:fPr><m:type m:val="noBar"/></m:fPr><m:num>${m('n')}</m:num><m:den>${m('k')}</m:den></m:f>`)}</m:d>`,
    '(n¦k)',
  ],
  ['a root', `<m:rad><m:deg/>${e(m('x+1'))}</m:rad>`, '√(x+1)'],
  ['a cube root', `<m:rad><m:deg>${m('3')}</m:deg>${e(m('x'))}</m:rad>`, '√[3]x'],
  [
    'a sum',
    `<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>${m('i=1')}</m:sub><m:sup>${m('n')}</m:sup>${e(m('i'))}</m:nary>`,
    '∑_(i=1)^n i',
  ],
  ['an integral', `<m:nary><m:sub/><m:sup/>${e(m('f dx'))}</m:nary>`, '∫ f dx'],
  ['bars', `<m:d><m:dPr><m:begChr m:val="|"/><m:endChr m:val="|"/></m:dPr>${e(m('x'))}</m:d>`, '|x|'],
  [
    'a limit',
    `<m:func><m:fName><m:limLow>${e(m('lim'))}<m:lim>${m('x→0')}</m:lim></m:limLow></m:fName>${e(m('f'))}</m:func>`,
    'lim_(x→0) f',
  ],
  [
    'a matrix',
    `<m:m><m:mr>${e(m('1'))}${e(m('0'))}</m:mr><m:mr>${e(m('0'))}${e(m('1'))}</m:mr></m:m>`,
    '[1, 0; 0, 1]',
  ],
] as const)('an equation is written on a line: %s', ([, inner, written]) => {
  expect(read(math(inner)).html).toBe(`<p>${written}</p>`);
});

test('a cell that was deleted with its change tracked is told', () => {
  const cells = [
    tc(p(r('kept'))),
    tc(p(r('deleted')), '<w:cellDel w:id="1"/>'),
    tc(p(r('added')), '<w:cellIns w:id="1"/>'),
  ];
  expect(read(tbl(tr(...cells)))).toEqual({
    html: '<table><tr><td><p>kept</p></td><td><p>added</p></td></tr></table>',
    leftOut: [{ kind: 'deletion', count: 1 }],
  });
});

test('an equation in a sentence and one in a paragraph of its own are read', () => {
  const inSentence = p(r('Derives '), `<m:oMath>${m('v = s / t')}</m:oMath>`, r(' and uses it'));
  expect(read(inSentence).html).toBe('<p>Derives v = s / t and uses it</p>');
  const alone = p(`<m:oMathPara><m:oMath>${m('v &lt; c')}</m:oMath></m:oMathPara>`);
  expect(read(alone).html).toBe('<p>v &lt; c</p>');
});

test.for([
  [
    'a simple field',
    p(r('Total: '), `<w:fldSimple w:instr=" =SUM(ABOVE) ">${r('40')}</w:fldSimple>`, r(' points')),
    '<p>Total: 40 points</p>',
  ],
  ['a field with a result', p(r('Page '), field(' PAGEREF x ', result('7'))), '<p>Page 7</p>'],
  ['a ticked box', p(form('<w:checkBox><w:checked/></w:checkBox>'), r(' done')), '<p>☒ done</p>'],
  ['an empty box', p(form('<w:checkBox><w:default w:val="0"/></w:checkBox>'), r(' done')), '<p>☐ done</p>'],
  [
    'a list to choose from',
    p(
      form(
        '<w:ddList><w:result w:val="1"/><w:listEntry w:val="Poor"/><w:listEntry w:val="Good"/></w:ddList>',
      ),
    ),
    '<p>Good</p>',
  ],
  ['a text box without a fallback', p(`<w:r>${shape(late)}</w:r>`), '<p>Late work loses 2 points a day</p>'],
  [
    'a text box beside its paragraph',
    p(r('Note'), `<w:r>${shape(late)}</w:r>`, r('s')),
    '<p>Notes</p><p>Late work loses 2 points a day</p>',
  ],
  [
    'a text box that comes twice',
    p(
      `<w:r>${choice(shape(late), `<w:pict><v:rect><v:textbox><w:txbxContent>${late}</w:txbxContent></v:textbox></v:rect></w:pict>`)}</w:r>`,
    ),
    '<p>Late work loses 2 points a day</p>',
  ],
  [
    'a text box whose fallback is a picture',
    p(`<w:r>${choice(shape(late), oldPicture)}</w:r>`),
    '<p>Late work loses 2 points a day</p>',
  ],
  [
    'a fallback alone that says something',
    p(
      `<w:r>${choice('<w:drawing/>', `<w:pict><v:oval><v:textbox><w:txbxContent>${late}</w:txbxContent></v:textbox></v:oval></w:pict>`)}</w:r>`,
    ),
    '<p>Late work loses 2 points a day</p>',
  ],
  [
    'an oval',
    p(
      `<w:r><w:pict><v:oval><v:textbox><w:txbxContent>${late}</w:txbxContent></v:textbox></v:oval></w:pict></w:r>`,
    ),
    '<p>Late work loses 2 points a day</p>',
  ],
  [
    'a shape in a shape',
    p(`<w:r>${shape(p(`<w:r>${shape(late)}</w:r>`))}</w:r>`),
    '<p>Late work loses 2 points a day</p>',
  ],
  [
    'a table in a text box',
    p(`<w:r>${shape(tbl(tr(tc(late))))}</w:r>`),
    '<table><tr><td><p>Late work loses 2 points a day</p></td></tr></table>',
  ],
  [
    'letters as a picture',
    p('<w:r><w:pict><v:shape><v:textpath string="Lab report"/></v:shape></w:pict></w:r>'),
    '<p>Lab report</p>',
  ],
  [
    'ruby',
    p(
      `<w:r><w:ruby><w:rubyPr/><w:rt>${r('さくぶん')}</w:rt><w:rubyBase>${r('作文')}</w:rubyBase></w:ruby></w:r>`,
      r('を書く'),
    ),
    '<p>作文(さくぶん)を書く</p>',
  ],
  ['an override of direction', p(`<w:bdo w:val="rtl">${r('כתיבה ברורה')}</w:bdo>`), '<p>כתיבה ברורה</p>'],
  ['an embedding of direction', p(`<w:dir w:val="rtl">${r('כתיבה ברורה')}</w:dir>`), '<p>כתיבה ברורה</p>'],
  [
    'a content control',
    `<w:sdt><w:sdtPr/><w:sdtContent>${late}</w:sdtContent></w:sdt>`,
    '<p>Late work loses 2 points a day</p>',
  ],
  [
    'a control in a line',
    p(`<w:sdt><w:sdtPr/><w:sdtContent>${r('4 points')}</w:sdtContent></w:sdt>`),
    '<p>4 points</p>',
  ],
  ['a symbol', p('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', r(' cited')), '<p>✓ cited</p>'],
  [
    'a letter of a symbols’ font',
    p(r('\uF0FC', '<w:rFonts w:ascii="Wingdings"/>'), r(' cited')),
    '<p>✓ cited</p>',
  ],
  ['a link', p(`<w:hyperlink r:id="rId9">${r('the guide')}</w:hyperlink>`), '<p>the guide</p>'],
  [
    'words in pieces',
    p(
      r('cl', '<w:b/>'),
      r('ear', '<w:b/>'),
      r(' and '),
      r('H'),
      r('2', '<w:vertAlign w:val="subscript"/>'),
      r('O'),
    ),
    '<p><strong>clear</strong> and H<sub>2</sub>O</p>',
  ],
  ['markup in the text', p(r('a &lt;b&gt; &amp; c')), '<p>a &lt;b&gt; &amp; c</p>'],
] as const)('%s is read', ([, body, html]) => {
  expect(read(body)).toEqual({ html, leftOut: [] });
});

test('of tracked changes what was inserted is read, and what was deleted is left out and told', () => {
  const body =
    p(
      r('At least '),
      `<w:del>${r('three').replaceAll('w:t', 'w:delText')}</w:del>`,
      `<w:ins>${r('five')}</w:ins>`,
      r(' sources'),
    ) +
    p(`<w:moveFrom>${r('moved')}</w:moveFrom>`) +
    p(`<w:moveTo>${r('moved')}</w:moveTo>`) +
    p('<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>', r('One line ')) +
    p(r('and its end'));
  expect(read(body)).toEqual({
    html: '<p>At least five sources</p><p>moved</p><p>One line and its end</p>',
    leftOut: [{ kind: 'deletion', count: 2 }],
  });
  const rows = tbl(tr(tc(p(r('kept')))), `<w:tr><w:trPr><w:del/></w:trPr>${tc(p(r('gone')))}</w:tr>`);
  expect(read(rows)).toEqual({
    html: '<table><tr><td><p>kept</p></td></tr></table>',
    leftOut: [{ kind: 'deletion', count: 1 }],
  });
});

test.for([
  ['picture', p(`<w:r>${choice(picture, oldPicture)}</w:r>`)],
  ['comment', p(r('text'), '<w:r><w:commentReference w:id="0"/></w:r>')],
  [
    'object',
    p(
      '<w:r><w:object><v:shape><v:imagedata/></v:shape><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>',
    ),
  ],
  [
    'equation',
    p('<w:r><w:object><v:shape><v:imagedata/></v:shape><o:OLEObject ProgID="Equation.3"/></w:object></w:r>'),
  ],
  ['equation', p(field(' EQ \\f(1,2) ', ''))],
  [
    'chart',
    p(
      '<w:r><w:drawing><wp:inline><a:graphic><c:chart r:id="rId7"/></a:graphic></wp:inline></w:drawing></w:r>',
    ),
  ],
  ['character', p('<w:r><w:sym w:font="House Font" w:char="F0FC"/></w:r>')],
  ['part', '<w:altChunk r:id="rId9"/>'],
] as const satisfies readonly (readonly [LeftOut['kind'], string])[])(
  'what cannot be read is named: %s',
  ([kind, body]) => {
    expect(read(body).leftOut).toEqual([{ kind, count: 1 }]);
  },
);

test.for([
  [
    'HTML',
    '<html><head><title>x</title></head><body><script>y</script><table class="a"><tr><td colspan=2 onclick="z">Thesis &amp; idea</td><td>10 points</td></tr></table></body></html>',
    '<table><tr><td colspan="2">Thesis &amp; idea</td><td>10 points</td></tr></table>',
  ],
  ['text', 'Thesis: 10 points\r\nStyle: 5 points', '<p>Thesis: 10 points</p><p>Style: 5 points</p>'],
] as const)('an imported part is read: %s', ([, content, html]) => {
  const parts = { 'word/chunk.bin': { kind: 'aFChunk', content } };
  expect(read('<w:altChunk r:id="rId1"/>', { parts })).toEqual({ html, leftOut: [] });
});

test('an imported part in a format that is not read is named', () => {
  const parts = { 'word/chunk.rtf': { kind: 'aFChunk', content: '{\\rtf1 Thesis}' } };
  expect(read('<w:altChunk r:id="rId1"/>', { parts })).toEqual({
    html: '',
    leftOut: [{ kind: 'part', count: 1 }],
  });
});

test('a diagram’s words and a note’s text are read, and a header that says something is named', () => {
  const parts = {
    'word/diagrams/data1.xml': {
      kind: 'diagramData',
      content: rootOf(
        'dgm:dataModel',
        '<dgm:ptLst><dgm:pt><dgm:t><a:p><a:r><a:t>Plan</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:ptLst>',
      ),
    },
    'word/footnotes.xml': {
      kind: 'footnotes',
      content: rootOf(
        'w:footnotes',
        `<w:footnote w:id="1">${p(r('other'))}</w:footnote><w:footnote w:id="2">${p('<w:r><w:footnoteRef/></w:r>', r('At least two pages'))}</w:footnote>`,
      ),
    },
    'word/header1.xml': { kind: 'header', content: rootOf('w:hdr', p(r('Department of Physics'))) },
    'word/footer1.xml': { kind: 'footer', content: rootOf('w:ftr', p(r('Page 1 of 2'))) },
  };
  const body =
    p('<w:r><w:drawing><a:graphicData><dgm:relIds r:dm="rId1"/></a:graphicData></w:drawing></w:r>') +
    p(r('Length'), '<w:r><w:footnoteReference w:id="2"/></w:r>');
  expect(read(body, { parts })).toEqual({
    html: '<p>Plan</p><p>Length<sup>[1]</sup></p><p>[1] At least two pages</p>',
    leftOut: [{ kind: 'header', count: 1 }],
  });
});

test('merged cells span what they cover, and a table in a cell stays in it', () => {
  const cell = (text: string, properties = '') => tc(p(r(text)), properties);
  const html = read(
    tbl(
      tr(cell('Criterion', '<w:vMerge w:val="restart"/>'), cell('Levels', '<w:gridSpan w:val="2"/>')),
      tr(tc('<w:p/>', '<w:vMerge/>'), cell('Good'), cell('Poor')),
      `<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>${tc(tbl(tr(cell('5'))), '<w:hMerge w:val="restart"/>')}${tc('<w:p/>', '<w:hMerge/>')}</w:tr>`,
    ),
  ).html;
  expect(html).toBe(
    '<table><tr><td rowspan="2"><p>Criterion</p></td><td colspan="2"><p>Levels</p></td></tr>' +
      '<tr><td><p>Good</p></td><td><p>Poor</p></td></tr>' +
      '<tr><td></td><td colspan="2"><table><tr><td><p>5</p></td></tr></table></td></tr></table>',
  );
});

test('rows in a content control are rows, and a header row has header cells', () => {
  const head = `<w:tr><w:trPr><w:tblHeader/></w:trPr>${tc(p(r('Criterion')))}</w:tr>`;
  const controlled = `<w:sdt><w:sdtPr/><w:sdtContent>${tr(tc(p(r('Thesis'))))}</w:sdtContent></w:sdt>`;
  expect(read(tbl(head, controlled)).html).toBe(
    '<table><tr><th><p>Criterion</p></th></tr><tr><td><p>Thesis</p></td></tr></table>',
  );
});

const numbering = rootOf(
  'w:numbering',
  '<w:abstractNum w:abstractNumId="0">' +
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>' +
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1%2)"/></w:lvl>' +
    '<w:lvl w:ilvl="2"><w:start w:val="4"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%3"/></w:lvl></w:abstractNum>' +
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl></w:abstractNum>' +
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>' +
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>' +
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>',
);
const item = (list: number, depth: number, text: string) =>
  p(`<w:pPr><w:numPr><w:ilvl w:val="${depth}"/><w:numId w:val="${list}"/></w:numPr></w:pPr>`, r(text));

test('items of lists have the numbers that are printed, over what interrupts the list', () => {
  const parts = { 'word/numbering.xml': { kind: 'numbering', content: numbering } };
  const body = [
    item(1, 0, 'Thesis'),
    item(1, 1, 'clear'),
    item(1, 1, 'arguable'),
    item(1, 2, 'deep'),
    p(r('Between')),
    item(1, 0, 'Style'),
    item(1, 1, 'plain'),
    item(2, 0, 'loose'),
    item(3, 0, 'Anew'),
    item(3, 0, 'On'),
  ];
  expect(read(body.join(''), { parts }).html).toBe(
    '<ol><li>1. Thesis</li><ol><li>1a) clear</li><li>1b) arguable</li><ol><li>IV deep</li></ol></ol></ol>' +
      '<p>Between</p><ol><li>2. Style</li><ol><li>2a) plain</li></ol></ol><ul><li>loose</li></ul>' +
      '<ol><li>1. Anew</li><li>2. On</li></ol>',
  );
});

test('headings are found by their style’s name or level, and are numbered as they are printed', () => {
  const styles = rootOf(
    'w:styles',
    '<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>' +
      '<w:style w:styleId="Own"><w:name w:val="Own"/><w:basedOn w:val="Base"/></w:style>' +
      '<w:style w:styleId="Base"><w:name w:val="Base"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>',
  );
  const parts = {
    'word/styles.xml': { kind: 'styles', content: styles },
    'word/numbering.xml': { kind: 'numbering', content: numbering },
  };
  const styled = (style: string, text: string) => p(`<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`, r(text));
  const body = styled('berschrift1', 'Aim') + styled('Own', 'Detail') + styled('Heading2', 'Marks');
  const { html } = read(body, { parts });
  expect(html).toBe('<h1>1. Aim</h1><h3>Detail</h3><h2>Marks</h2>');
  expect(plainText(html)).toBe('1. Aim\nDetail\nMarks');
});

test.for(['word/document2.xml', 'Word/Document.xml', 'content/main.xml'])(
  'the main part is found where the relations say: %s',
  async (main) => {
    const bytes = wordDocument(opening, { main });
    const options = { fileName: 'essay.docx', kinds: ['docx'] as const };
    expect(await readDocument(bytes, options)).toMatchObject({ kind: 'docx', text: openingHtml });
  },
);
