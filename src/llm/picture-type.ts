/** What a picture is by its content, never by what its sender calls it. */
export type PictureType = 'image/png' | 'image/jpeg';

const marks = {
  // The end is the last chunk's name and its checksum.
  'image/png': { start: '89504e470d0a1a0a', end: '49454e44ae426082' },
  'image/jpeg': { start: 'ffd8ff', end: 'ffd9' },
} as const;

/** Some writers add a few bytes behind the end. */
const mostBytesBehind = 1024;

/** The media type of a complete PNG or JPEG; null for anything else, also for a picture that is cut off. */
export function pictureType(bytes: Uint8Array): PictureType | null {
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const type of ['image/png', 'image/jpeg'] as const) {
    const start = Buffer.from(marks[type].start, 'hex');
    const end = Buffer.from(marks[type].end, 'hex');
    const begins = content.subarray(0, start.length).equals(start);
    if (begins && content.subarray(start.length).subarray(-mostBytesBehind).includes(end)) return type;
  }
  return null;
}
