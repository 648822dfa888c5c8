import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isFileOf, makeFilePath, safeFileName, storableMediaType } from '../../src/overtime/file-path.ts';
import { filePath } from '../../src/overtime/job-file.ts';
import { anyPath, ownPath, pathOwner } from '../support/file-paths.ts';

test.for([
  ['rubric.pdf', 'rubric.pdf'],
  ['../../etc/passwd', 'passwd'],
  ['Évaluation (finale).docx', 'Evaluation-finale.docx'],
  ['C:\\scans\\a.pdf', 'a.pdf'],
  ['評価.pdf', 'file.pdf'],
  ['???', 'file'],
  ['.htaccess', 'htaccess'],
  ['essay..pdf', 'essay.pdf'],
  ['a...b..', 'a.b'],
  [`${'a'.repeat(89)}. b.pdf`, `${'a'.repeat(89)}.pdf`],
])('the file name %s becomes %s', ([name, safe]) => {
  expect(safeFileName(name ?? '')).toBe(safe);
});

test('a long file name keeps its extension', () => {
  const safe = safeFileName(`${'a'.repeat(300)}.pdf`);
  expect(safe).toHaveLength(94);
  expect(safe.endsWith('.pdf')).toBe(true);
});

test('a path is made of any file name', () => {
  fc.assert(
    fc.property(anyPath, (name) => {
      const path = makeFilePath(pathOwner, 'job_1-x', name);
      expect(filePath.parse(path)).toBe(path);
      expect(path.split('/')).toHaveLength(3);
      expect(isFileOf(pathOwner, path)).toBe(true);
    }),
  );
});

test('what is a path is written in an address as it is, and stays in its folder', () => {
  fc.assert(
    fc.property(fc.oneof(ownPath, anyPath), (text) => {
      const path = filePath.safeParse(text);
      if (!path.success) return;
      expect(new URL(`https://project.example/a/${path.data}`).href).toBe(
        `https://project.example/a/${text}`,
      );
      expect(decodeURIComponent(text)).toBe(text);
    }),
    { numRuns: 2000 },
  );
});

test.for([
  ['not a user', 'job-1'],
  [pathOwner, ''],
  [pathOwner, '..'],
  [pathOwner, 'a/b'],
  [`${pathOwner}/x`, 'job-1'],
])('no path is made for the user %s and the id %s', ([user, id]) => {
  expect(() => makeFilePath(user ?? '', id ?? '', 'a.pdf')).toThrow('cannot be part of a file path');
});

test.for([
  ['application/pdf', 'application/pdf'],
  ['Text/Plain; charset=utf-8', 'text/plain'],
  ['text/html', 'application/octet-stream'],
  ['', 'application/octet-stream'],
])('a file of type "%s" is stored as %s', ([type, stored]) => {
  expect(storableMediaType(type ?? '')).toBe(stored);
});
