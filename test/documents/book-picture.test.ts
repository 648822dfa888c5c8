import { createCanvas } from '@napi-rs/canvas';
import { expect, test } from 'vitest';
import { bookPicture } from '../../src/documents/book-picture.ts';
import { pictureFile } from '../support/sample-book.ts';

test('type and size of a PNG and a JPEG are read out of them, whatever stands before them', () => {
  const png = createCanvas(30, 20).toBuffer('image/png');
  expect(bookPicture(png, 'Red.')).toEqual({
    bytes: png,
    mediaType: 'image/png',
    width: 30,
    height: 20,
    description: 'Red.',
  });
  const jpeg = createCanvas(30, 20).toBuffer('image/jpeg');
  expect(bookPicture(jpeg, '')).toMatchObject({ mediaType: 'image/jpeg', width: 30, height: 20 });
  expect(bookPicture(pictureFile('sea'), '')).toMatchObject({ width: 960, height: 640 });
  // A remark whose text has the bytes of a frame header, and a fill byte.
  const remark = Buffer.from([0xff, 0xfe, 0, 11, 0xff, 0xc0, 0, 17, 8, 0, 1, 0, 1, 0xff]);
  const remarked = Buffer.concat([jpeg.subarray(0, 2), remark, jpeg.subarray(2)]);
  expect(bookPicture(remarked, '')).toMatchObject({ width: 30, height: 20 });
});

test('anything else is no picture of a book, and neither is one whose beginning is all there is', () => {
  const webp = createCanvas(30, 20).toBuffer('image/webp');
  const png = createCanvas(30, 20).toBuffer('image/png');
  const jpeg = createCanvas(30, 20).toBuffer('image/jpeg');
  for (const bytes of [
    webp,
    png.subarray(0, 20),
    jpeg.subarray(0, 20),
    Buffer.from('GIF89a'),
    Buffer.alloc(0),
  ]) {
    expect(bookPicture(bytes, '')).toBeNull();
  }
});
