/** A picture of a book, ready to be set. */
export interface BookPicture {
  readonly bytes: Uint8Array;
  readonly mediaType: 'image/png' | 'image/jpeg';
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  /** What it shows, for those who do not see it. */
  readonly description: string;
}

/** Reads what a writer must know of a PNG or a JPEG; null for anything else, which no writer can set. */
export function bookPicture(bytes: Uint8Array, description: string): BookPicture | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const png = pngSize(view);
  if (png !== null) return { bytes, mediaType: 'image/png', ...png, description };
  const jpeg = jpegSize(view);
  return jpeg && { bytes, mediaType: 'image/jpeg', ...jpeg, description };
}

type Size = Pick<BookPicture, 'width' | 'height'>;

/** The size stands in the first chunk, behind the signature, the chunk's length and its name. */
function pngSize(view: DataView): Size | null {
  if (view.byteLength < 24 || view.getUint32(0) !== 0x89504e47 || view.getUint32(12) !== 0x49484452)
    return null;
  return sizeOf(view.getUint32(16), view.getUint32(20));
}

/** The size stands in the frame header, which comes somewhere behind tables and remarks. */
function jpegSize(view: DataView): Size | null {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; at + 9 <= view.byteLength;) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (isFrameHeader(marker)) return sizeOf(view.getUint16(at + 7), view.getUint16(at + 5));
    // A fill byte stands alone; every other segment before the frame header says how long it is.
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return null;
}

/** C0 to CF, of which three are tables. */
function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

function sizeOf(width: number, height: number): Size | null {
  return width > 0 && height > 0 ? { width, height } : null;
}
