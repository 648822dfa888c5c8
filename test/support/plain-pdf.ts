type Bytes = Uint8Array<ArrayBuffer>;

/** A PDF of these objects, the first of which is its catalogue. */
export function pdfOf(objects: readonly string[]): Bytes {
  let out = '%PDF-1.7\n%\xE2\xE3\xCF\xD3\n';
  const places = objects.map((object, index) => {
    const place = out.length;
    out += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(place).padStart(10, '0')} 00000 n \n`;
  });
  const start = out.length;
  out += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join('')}`;
  out += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return new Uint8Array(Buffer.from(out, 'latin1'));
}

export function stream(content: string, entries = ''): string {
  return `<< /Length ${Buffer.byteLength(content, 'latin1')} ${entries}>>\nstream\n${content}\nendstream`;
}

export const helvetica = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>';

export interface PlainPage {
  /** What the page draws: object 5 is its font F1, and 6 and so on are in `extra`. */
  readonly content: string;
  readonly rotate?: number;
  /** More entries of the page, such as its annotations. */
  readonly entries?: string;
}

/** A PDF of A4 pages. Its objects are: catalogue, pages, font F1, `extra`, then the pages with their contents. */
export function pagesPdf(
  pages: readonly PlainPage[],
  { font = helvetica, extra = [] as readonly string[], catalog = '', resources = '' } = {},
): Bytes {
  const first = 4 + extra.length;
  const kids = pages.map((_, index) => `${first + 2 * index} 0 R`);
  return pdfOf([
    `<< /Type /Catalog /Pages 2 0 R ${catalog} >>`,
    `<< /Type /Pages /Kids [${kids.join(' ')}] /Count ${pages.length} >>`,
    font,
    ...extra,
    ...pages.flatMap(({ content, rotate = 0, entries = '' }, index) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate ${rotate} /Contents ${first + 2 * index + 1} 0 R ` +
        `/Resources << /Font << /F1 3 0 R >> ${resources} >> ${entries} >>`,
      stream(content),
    ]),
  ]);
}

const escaped = (text: string) => text.replaceAll(/[()\\]/g, '\\$&');

/** Draws text of this size at a place, with its lines below each other. */
export function draw(x: number, y: number, lines: string | readonly string[], size = 11): string {
  return [lines]
    .flat()
    .map((text, index) => `BT /F1 ${size} Tf ${x} ${y - index * size * 1.25} Td (${escaped(text)}) Tj ET`)
    .join('\n');
}

/** Draws text by a text matrix, such as `0 1 -1 0 60 60` for upwards. */
export function drawTurned(matrix: string, text: string, size = 11): string {
  return `BT /F1 ${size} Tf ${matrix} Tm (${escaped(text)}) Tj ET`;
}

export function line(x1: number, y1: number, x2: number, y2: number): string {
  return `${x1} ${y1} m ${x2} ${y2} l S`;
}
