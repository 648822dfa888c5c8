/**
 * What a task needs to read a stranger's file: its kind by its content, and a thread with bounds to read it in.
 *
 * @module
 */
export { checkFile, checkSize, mediaTypes, recognizeFile, type FileExpectation } from './files/check-file.ts';
export { decodeText } from './files/decode-text.ts';
export { checkDocxBounds, docxBounds, isXmlPart, unpacksTooLarge } from './files/docx-bounds.ts';
export { guarded } from './files/guarded.ts';
export { readPicture, type PictureFile } from './files/picture-file.ts';
export { packedBytesOf, readZipDirectory, type ZipEntry } from './files/zip-directory.ts';
