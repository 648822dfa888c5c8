import { randomBytes } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { rubricDocx } from './sample-files.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** A PDF of one page that draws what its content stream says. */
function pdfOf(content: string): Bytes {
  const stream = deflateSync(content, { level: 9 });
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 14400 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
    `<</Length ${stream.length}/Filter/FlateDecode>>\nstream\n\0\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  ].map((body, index) => `${index + 1} 0 obj\n${body}\nendobj\n`);
  const [head = '', tail = ''] = `%PDF-1.4\n${objects.join('')}`.split('\0');
  return new Uint8Array(
    Buffer.concat([
      Buffer.from(head, 'latin1'),
      stream,
      // Without a cross-reference table; readers then search for the objects.
      Buffer.from(`${tail}trailer\n<</Size 6/Root 1 0 R>>\n%%EOF`, 'latin1'),
    ]),
  );
}

/** A PDF whose page is one table of three rows; each cell holds a number. */
export function wideTablePdf({ columns }: { readonly columns: number }): Bytes {
  const step = 14_000 / columns;
  const cells = Array.from(
    { length: columns },
    (_, column) => `${step} 0 Td(${(column * 7919) % 1000})Tj`,
  ).join('\n');
  const rows = [700, 690, 680].map((y) => `1 0 0 1 0 ${y} Tm\n${cells}`);
  // Type so small that the gaps between the cells are wide.
  return pdfOf(`BT /F1 ${step / 20} Tf\n${rows.join('\n')}\nET`);
}

/** A PDF whose page is ruled with lines, each crossing all of the others. */
export function ruledPdf({ lines }: { readonly lines: number }): Bytes {
  const across = Array.from({ length: lines }, (_, line) => `0 ${line * 3} m 14000 ${line * 3} l S`);
  const down = Array.from({ length: lines }, (_, line) => `${line * 3} 0 m ${line * 3} ${lines * 3} l S`);
  const text = Array.from(
    { length: lines },
    (_, line) => `1 0 0 1 ${line * 3} ${line * 3} Tm(cell ${line})Tj`,
  );
  return pdfOf(`${across.join('\n')}\n${down.join('\n')}\nBT /F1 1 Tf\n${text.join('\n')}\nET`);
}

/** A Word document whose text is the given XML, within all bounds of size. */
export async function docxOf(body: string): Promise<Bytes> {
  const xml =
    '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">' +
    `<w:body>${body}</w:body></w:document>`;
  return new Uint8Array(
    zipSync({
      ...unzipSync(await rubricDocx()),
      'word/document.xml': strToU8(xml),
      // Does not pack, so that the whole is packed no more than a real document is.
      'word/media/noise.png': new Uint8Array(randomBytes(200_000)),
    }),
  );
}

/** A Word document of some 240 kB that holds as many elements as fit into its bounds. */
export const crowdedXmlDocx = () => docxOf('<w:p/>'.repeat(3_900_000));

/** A Word document with a table in a table in a table. */
export const nestedDocx = ({ depth }: { readonly depth: number }) =>
  docxOf('<w:tbl><w:tr><w:tc>'.repeat(depth) + '<w:p/>' + '</w:tc></w:tr></w:tbl>'.repeat(depth));

/** A Word document with one table of many cells. */
export const hugeTableDocx = ({ cells }: { readonly cells: number }) =>
  docxOf(`<w:tbl><w:tr>${'<w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>'.repeat(cells)}</w:tr></w:tbl>`);
