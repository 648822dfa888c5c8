import { deflateSync } from 'node:zlib';
import { createCanvas } from '@napi-rs/canvas';
import { expect, test } from 'vitest';
import { mostPictureBytes, readPicture } from '../../../src/overtime/files/picture-file.ts';
import { pictureFile } from '../../support/sample-book.ts';

const canvas = createCanvas(30, 20);
const png = canvas.toBuffer('image/png');
const jpeg = canvas.toBuffer('image/jpeg');

test('type and size of a PNG and a JPEG are read out of them, whatever stands before them', () => {
  expect(readPicture(png)).toEqual({ mediaType: 'image/png', width: 30, height: 20 });
  expect(readPicture(jpeg)).toEqual({ mediaType: 'image/jpeg', width: 30, height: 20 });
  expect(readPicture(pictureFile('sea'))).toMatchObject({ width: 576, height: 384 });
  // A remark whose text has the bytes of a frame header, and a fill byte.
  const remark = Buffer.from([0xff, 0xfe, 0, 11, 0xff, 0xc0, 0, 17, 8, 0, 1, 0, 1, 0xff]);
  const remarked = Buffer.concat([jpeg.subarray(0, 2), remark, jpeg.subarray(2)]);
  expect(readPicture(remarked)).toMatchObject({ width: 30, height: 20 });
  // Some writers pad a file.
  expect(readPicture(Buffer.concat([jpeg, Buffer.alloc(100)]))).not.toBeNull();
  expect(readPicture(Buffer.concat([png, Buffer.alloc(100)]))).not.toBeNull();
});

test('anything else is none, and neither is one that is cut off, wherever that is', () => {
  const webp = canvas.toBuffer('image/webp');
  for (const bytes of [webp, Buffer.from('GIF89a'), Buffer.from('<svg/>'), Buffer.alloc(0)]) {
    expect(readPicture(bytes)).toBeNull();
  }
  for (const whole of [png, jpeg]) {
    for (let length = 0; length < whole.length - 8; length += 1) {
      expect(readPicture(whole.subarray(0, length)), String(length)).toBeNull();
    }
  }
});

/** A PNG with these pixels; the checksums of its chunks are left out, which no reader here looks at. */
function pngOf(pixels: Buffer, { width = 2, height = 2, type = 6, interlaced = 0 } = {}): Buffer {
  const chunk = (name: string, content: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(content.length);
    return Buffer.concat([length, Buffer.from(name, 'latin1'), content, Buffer.alloc(4)]);
  };
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, type, 0, 0, interlaced]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  const parts = [chunk('IHDR', header), chunk('IDAT', deflateSync(pixels)), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([png.subarray(0, 8), ...parts]);
}

test('a PNG whose pixels cannot be decoded is none', () => {
  // Two rows of two pixels of four bytes, each with its filter in front.
  const rows = Buffer.alloc(18);
  expect(readPicture(pngOf(rows))).toMatchObject({ width: 2, height: 2 });
  const damaged = Buffer.from(png);
  damaged.fill(7, 45, 60);
  const wrongFilter = Buffer.from(rows);
  wrongFilter[9] = 5;
  for (const bytes of [
    damaged,
    pngOf(wrongFilter),
    pngOf(rows.subarray(0, 17)),
    // Unpacks to more than its size says.
    pngOf(Buffer.alloc(10_000_000)),
    pngOf(rows, { type: 5 }),
    pngOf(Buffer.alloc(6), { type: 3 }),
    pngOf(rows, { interlaced: 1 }),
    pngOf(Buffer.alloc(0), { width: 0, height: 0 }),
    pngOf(rows, { width: 100_000, height: 100_000 }),
  ]) {
    expect(readPicture(bytes)).toBeNull();
  }
});

test('a PNG with a second header, in which another picture hides, is none', () => {
  const whole = pngOf(Buffer.alloc(18));
  const afterHeader = 8 + 25;
  // pdfkit takes 13 bytes for the header, however long it says to be, and reads on in the rest of it.
  const hidden = Buffer.concat([
    pngOf(Buffer.alloc(0), { width: 60_000, height: 60_000 }).subarray(16),
    Buffer.alloc(4),
  ]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(hidden.length - 4);
  const second = Buffer.concat([length, Buffer.from('IHDR'), hidden]);
  for (const at of [8, afterHeader]) {
    const bytes = Buffer.concat([whole.subarray(0, at), second, whole.subarray(at)]);
    expect(readPicture(bytes)).toBeNull();
  }
});

test('a PNG that decodes to more memory than a process has to spare is none', () => {
  const decoded = ({ width = 0, height = 0 }) => Buffer.alloc((1 + 4 * width) * height);
  const [largest, larger] = [
    { width: 4096, height: 4096 },
    { width: 5600, height: 5600 },
  ];
  expect(readPicture(pngOf(decoded(largest), largest))).toMatchObject(largest);
  expect(readPicture(pngOf(decoded(larger), larger))).toBeNull();
});

test('a file that is larger than any picture of a book is none', () => {
  expect(readPicture(Buffer.concat([png, Buffer.alloc(mostPictureBytes)]))).toBeNull();
});
