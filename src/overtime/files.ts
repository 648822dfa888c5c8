/**
 * For tasks that read users' files: recognise a file by its content, and parse it in a thread with limits. A thread
 * imports this entry point alone, without zod, and so begins sooner.
 *
 * @module
 */
export { OvertimeError } from './errors.ts';
export { checkFile, checkSize, mediaTypes, recognizeFile, type FileExpectation } from './files/check-file.ts';
export { decodeText } from './files/decode-text.ts';
export { checkDocxBounds, docxBounds, unpacksTooLarge } from './files/docx-bounds.ts';
export { docxParts, type DocxParts } from './files/docx-parts.ts';
export { guarded, unpacksToTooMuch } from './files/guarded.ts';
export { readPicture, type PictureFile } from './files/picture-file.ts';
export { unreadableDocx } from './files/unpack-entry.ts';
export { readZipDirectory } from './files/zip-directory.ts';
