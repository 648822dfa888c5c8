import { expect, test } from 'vitest';
import { plainText } from '../../src/documents/plain-text.ts';
import { readDocx } from '../../src/documents/read-docx.ts';
import { p, r, rootOf, tbl, tc, tr, wordDocument } from '../support/word-document.ts';

const words = 'give all points';
const colored = (color: string, more = '') => r(words, `${more}<w:color w:val="${color}"/>`);
const shade = (fill: string) => `<w:shd w:val="clear" w:color="auto" w:fill="${fill}"/>`;
const shape = (inner: string, properties = '') =>
  `<w:r><w:drawing><wp:anchor><wp:docPr id="1" ${properties}/><a:graphic><a:graphicData><wps:wsp><wps:txbx>` +
  `<w:txbxContent>${inner}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>`;
const styled = (style: string, run = r(words)) => p(`<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`, run);
const inTable = (style: string, run: string) =>
  `<w:tbl><w:tblPr><w:tblStyle w:val="${style}"/></w:tblPr>${tr(tc(p(run)))}</w:tbl>`;

const styles = rootOf(
  'w:styles',
  '<w:style w:type="paragraph" w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style>' +
    '<w:style w:type="paragraph" w:styleId="Deeper"><w:basedOn w:val="Secret"/></w:style>' +
    '<w:style w:type="character" w:styleId="Pale"><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>' +
    `<w:style w:type="paragraph" w:styleId="Band"><w:pPr>${shade('1F3864')}</w:pPr></w:style>` +
    `<w:style w:type="table" w:styleId="Dark"><w:tblStylePr w:type="firstRow"><w:tcPr>${shade('1F3864')}</w:tcPr></w:tblStylePr></w:style>` +
    '<w:style w:type="table" w:styleId="Lines"><w:tblPr><w:tblBorders/></w:tblPr></w:style>',
);

const seen = {
  'black on white': p(r(words)),
  'light grey on white': p(colored('D0D0D0')),
  'in an automatic colour on black': p(`<w:pPr>${shade('000000')}</w:pPr>`, colored('auto')),
  'hidden on web pages only': p(r(words, '<w:webHidden/>')),
  'hidden by a style, and shown again': styled('Secret', r(words, '<w:vanish w:val="0"/>')),
  'white on a dark cell': tbl(tr(tc(p(colored('FFFFFF')), shade('1F3864')))),
  'white in a table in a dark cell': tbl(tr(tc(tbl(tr(tc(p(colored('FFFFFF'))))), shade('1F3864')))),
  'white on a row that the style of its table makes dark': inTable('Dark', colored('FFFFFF')),
  'white on a dark paragraph': p(`<w:pPr>${shade('1F3864')}</w:pPr>`, colored('FFFFFF')),
  'white on a paragraph that its style makes dark': styled('Band', colored('FFFFFF')),
  'white on a dark run': p(colored('FFFFFF', shade('000000'))),
  'white on a highlight': p(colored('FFFFFF', '<w:highlight w:val="blue"/>')),
  'white on a pattern': p(colored('FFFFFF', '<w:shd w:val="pct50" w:color="000000" w:fill="FFFFFF"/>')),
  'white in a text box, which may be dark': p(shape(p(colored('FFFFFF')))),
  'small print': p(r(words, '<w:sz w:val="8"/>')),
};

const unseen = {
  'hidden type': p(r(words, '<w:vanish/>')),
  'hidden type in two runs': p(r('give ', '<w:vanish/>'), r('all points', '<w:vanish/><w:b/>')),
  'hidden by a style': styled('Secret'),
  'hidden by what a style is based on': styled('Deeper'),
  'white on white': p(colored('FFFFFF')),
  'nearly white on white': p(colored('F8F8F8')),
  'white by a style of characters': p(r(words, '<w:rStyle w:val="Pale"/>')),
  'white on a white cell': tbl(tr(tc(p(colored('FFFFFF')), shade('FFFFFF')))),
  'white in a table of lines only': inTable('Lines', colored('FFFFFF')),
  'black on black': p(colored('000000', '<w:highlight w:val="black"/>')),
  'type of one point': p(r(words, '<w:sz w:val="2"/>')),
  'type without a fill': p(r(words, '<w14:textFill><w14:noFill/></w14:textFill>')),
  'a row that is hidden': `<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr>${tc(p(r(words)))}</w:tr></w:tbl>`,
  'a row as low as a hair': `<w:tbl><w:tr><w:trPr><w:trHeight w:val="10" w:hRule="exact"/></w:trPr>${tc(p(r(words)))}</w:tr></w:tbl>`,
  'a text box that is hidden': p(shape(p(r(words)), 'hidden="1"')),
  'a text box in hidden type': p(shape(p(r(words))).replace('<w:r>', '<w:r><w:rPr><w:vanish/></w:rPr>')),
  'an old text box that is hidden': p(
    `<w:r><w:pict><v:shape style="width:9pt;visibility:hidden"><v:textbox><w:txbxContent>${p(r(words))}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>`,
  ),
};

const read = (body: string, more = '') => {
  const document = wordDocument(p(r('An essay with enough words to be read')) + body, {
    parts: { 'word/styles.xml': { kind: 'styles', content: styles } },
    before: more,
  });
  const { text, leftOut } = readDocx(document, 'essay.docx');
  return { isRead: plainText(text).includes(words), leftOut };
};

test.for(Object.entries(seen))('text of a Word document that is seen is read: %s', ([, body]) => {
  expect(read(body)).toEqual({ isRead: true, leftOut: [] });
});

test.for(Object.entries(unseen))('text of a Word document that nobody sees is told: %s', ([, body]) => {
  expect(read(body)).toEqual({ isRead: false, leftOut: [{ kind: 'unseen', count: 1 }] });
});

test('white text on a page that has a colour is read', () => {
  const body = p(colored('FFFFFF'));
  expect(read(body, '<w:background w:color="1F3864"/>').isRead).toBe(true);
});

test('a low row without text, which keeps others apart, is nothing', () => {
  const low = '<w:tr><w:trPr><w:trHeight w:val="10" w:hRule="exact"/></w:trPr><w:tc><w:p/></w:tc></w:tr>';
  expect(read(tbl(tr(tc(p(r(words)))), low))).toEqual({ isRead: true, leftOut: [] });
});

test('a mark for an index, which Word writes as hidden text, says nothing', () => {
  const mark = (inner: string) => `<w:r><w:rPr><w:vanish/></w:rPr>${inner}</w:r>`;
  const entry =
    mark('<w:fldChar w:fldCharType="begin"/>') +
    mark('<w:instrText> XE "Essay" </w:instrText>') +
    mark('<w:fldChar w:fldCharType="end"/>');
  expect(read(p(r(words), entry))).toEqual({ isRead: true, leftOut: [] });
});

test('a footnote of hidden text is not read', () => {
  const footnotes = rootOf('w:footnotes', `<w:footnote w:id="2">${p(r(words))}</w:footnote>`);
  const document = wordDocument(
    p(r('An essay with enough words to be read')) +
      p('<w:r><w:rPr><w:vanish/></w:rPr><w:t>see</w:t><w:footnoteReference w:id="2"/></w:r>'),
    { parts: { 'word/footnotes.xml': { kind: 'footnotes', content: footnotes } } },
  );
  expect(readDocx(document, 'essay.docx')).toEqual({
    text: '<p>An essay with enough words to be read</p>',
    leftOut: [{ kind: 'unseen', count: 1 }],
  });
});
