import { inflateSync } from 'node:zlib';

/** A picture's type by its content, whatever its name says. */
export interface PictureFile {
  readonly mediaType: 'image/png' | 'image/jpeg';
  /** In pixels. */
  readonly width: number;
  readonly height: number;
}

/** A PNG of a megapixel has two megabytes; a much larger one would only fill memory, Storage and the PDF. */
export const mostPictureBytes = 8 * 1024 * 1024;

/** More than any image model draws. */
const mostPixels = 32_000_000;

/** Of a PNG, in bytes: 4096 × 4096 pixels of four bytes fit. A writer that decodes it takes five times as much memory. */
const mostDecodedBytes = 70_000_000;

/**
 * Reads a complete PNG or JPEG that a document can contain; null for everything else. A PNG's pixels are checked too: pdfkit
 * decodes them where errors cannot be caught, and would end the whole process.
 */
export function readPicture(bytes: Uint8Array): PictureFile | null {
  if (bytes.byteLength > mostPictureBytes) return null;
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return readPng(file) ?? readJpeg(file);
}

const pngStart = Buffer.from('89504e470d0a1a0a', 'hex');
/** By colour type: gray, true colour, palette, and the first two with transparency. */
const channels: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const paletteType = 3;

function readPng(file: Buffer): PictureFile | null {
  if (!file.subarray(0, 8).equals(pngStart)) return null;
  let header: Buffer | null = null;
  let hasPalette = false;
  const data: Buffer[] = [];
  // Chunks: the length in four bytes, a name in four, so many bytes, and a checksum in four.
  for (let at = 8; at + 12 <= file.length;) {
    const length = file.readUInt32BE(at);
    const name = file.toString('latin1', at + 4, at + 8);
    const content = file.subarray(at + 8, at + 8 + length);
    if (name === 'IHDR') {
      // Where there is another, or a longer one, pdfkit finds other chunks than this loop does.
      if (header !== null || content.length !== 13) return null;
      header = content;
    }
    if (name === 'PLTE') hasPalette = true;
    if (name === 'IDAT') data.push(content);
    if (name === 'IEND') return header && pngOf(header, hasPalette, Buffer.concat(data));
    at += 12 + length;
  }
  return null;
}

function pngOf(header: Buffer, hasPalette: boolean, data: Buffer): PictureFile | null {
  const size = sizeOf(header.readUInt32BE(0), header.readUInt32BE(4));
  const [depth = 0, type = 0, , , interlaced = 0] = header.subarray(8);
  const rowBytes = 1 + Math.ceil(((size?.width ?? 0) * depth * (channels[type] ?? 0)) / 8);
  if (size === null || rowBytes === 1 || interlaced !== 0 || (type === paletteType && !hasPalette))
    return null;
  if (rowBytes * size.height > mostDecodedBytes) return null;
  try {
    const pixels = inflateSync(data, { maxOutputLength: rowBytes * size.height });
    if (pixels.length !== rowBytes * size.height) return null;
    // Each row begins with the number of its filter, 0 to 4.
    for (let at = 0; at < pixels.length; at += rowBytes) if ((pixels[at] ?? 0) > 4) return null;
  } catch {
    return null;
  }
  return { mediaType: 'image/png', ...size };
}

const jpegEnd = Buffer.from([0xff, 0xd9]);
/** Some writers add a few bytes behind the end. */
const mostBytesBehind = 1024;

/** The size is in the frame header, somewhere after tables and comments. */
function readJpeg(file: Buffer): PictureFile | null {
  if (file.length < 4 || file.readUInt16BE(0) !== 0xffd8) return null;
  if (!file.subarray(2).subarray(-mostBytesBehind).includes(jpegEnd)) return null;
  for (let at = 2; at + 9 <= file.length;) {
    if (file[at] !== 0xff) return null;
    const marker = file[at + 1] ?? 0;
    if (isFrameHeader(marker)) {
      const size = sizeOf(file.readUInt16BE(at + 7), file.readUInt16BE(at + 5));
      return size && { mediaType: 'image/jpeg', ...size };
    }
    // A fill byte stands alone; every other segment before the frame header says how long it is.
    at += marker === 0xff ? 1 : 2 + file.readUInt16BE(at + 2);
  }
  return null;
}

/** C0 to CF, of which three are tables. */
function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

function sizeOf(width: number, height: number): Pick<PictureFile, 'width' | 'height'> | null {
  return width > 0 && height > 0 && width * height <= mostPixels ? { width, height } : null;
}
