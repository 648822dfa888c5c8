import { strToU8, zipSync } from 'fflate';

const namespaces = {
  w: 'http://schemas.openxmlformats.org/wordprocessingml/2006/main',
  r: 'http://schemas.openxmlformats.org/officeDocument/2006/relationships',
  m: 'http://schemas.openxmlformats.org/officeDocument/2006/math',
  mc: 'http://schemas.openxmlformats.org/markup-compatibility/2006',
  wps: 'http://schemas.microsoft.com/office/word/2010/wordprocessingShape',
  wp: 'http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing',
  a: 'http://schemas.openxmlformats.org/drawingml/2006/main',
  v: 'urn:schemas-microsoft-com:vml',
  o: 'urn:schemas-microsoft-com:office:office',
  pic: 'http://schemas.openxmlformats.org/drawingml/2006/picture',
};
export const rootOf = (name: string, content: string) =>
  `<?xml version="1.0" encoding="UTF-8"?><${name} ${Object.entries(namespaces)
    .map(([prefix, uri]) => `xmlns:${prefix}="${uri}"`)
    .join(' ')}>${content}</${name}>`;

const officeRelations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships';

interface WordOptions {
  /** Where its main part lies. */
  readonly main?: string;
  /** What stands before its body, such as the colour of its pages. */
  readonly before?: string;
  /** More parts, by their path; a relation of the main part, named by its kind, goes to each of these. */
  readonly parts?: Readonly<Record<string, { readonly kind: string; readonly content: string | Uint8Array }>>;
}

/** A Word document whose body is the given XML. The relation to a part has the id `rId1`, to the next one `rId2`. */
export function wordDocument(
  body: string,
  { main = 'word/document.xml', before = '', parts = {} }: WordOptions = {},
) {
  const folder = main.replace(/[^/]*$/, '');
  const relation = (id: number, kind: string, target: string) =>
    `<Relationship Id="rId${id}" Type="${officeRelations}/${kind}" Target="${target}"/>`;
  const relations = Object.entries(parts).map(([path, { kind }], index) =>
    relation(index + 1, kind, `/${path}`),
  );
  const files: Record<string, string> = {
    '[Content_Types].xml':
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">' +
      '<Default Extension="xml" ContentType="application/xml"/>' +
      `<Override PartName="/${main}" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="${packageRelations}">${relation(1, 'officeDocument', main)}</Relationships>`,
    [main]: rootOf('w:document', `${before}<w:body>${body}<w:sectPr/></w:body>`),
    [`${folder}_rels/${main.slice(folder.length)}.rels`]: `<Relationships xmlns="${packageRelations}">${relations.join('')}</Relationships>`,
  };
  const bytes = (content: string | Uint8Array) => (typeof content === 'string' ? strToU8(content) : content);
  return new Uint8Array(
    zipSync({
      ...Object.fromEntries(Object.entries(files).map(([path, content]) => [path, bytes(content)])),
      ...Object.fromEntries(Object.entries(parts).map(([path, { content }]) => [path, bytes(content)])),
    }),
  );
}

export const p = (...runs: string[]) => `<w:p>${runs.join('')}</w:p>`;
export const r = (text: string, properties = '') =>
  `<w:r>${properties === '' ? '' : `<w:rPr>${properties}</w:rPr>`}<w:t xml:space="preserve">${text}</w:t></w:r>`;
export const tc = (content: string, properties = '') =>
  `<w:tc><w:tcPr>${properties}</w:tcPr>${content}</w:tc>`;
export const tr = (...cells: string[]) => `<w:tr>${cells.join('')}</w:tr>`;
export const tbl = (...rows: string[]) => `<w:tbl><w:tblPr/><w:tblGrid/>${rows.join('')}</w:tbl>`;
