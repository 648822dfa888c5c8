import { expect, test } from 'vitest';
import { safeFileName } from '../src/file-path.ts';

test.for([
  ['rubric.pdf', 'rubric.pdf'],
  ['../../etc/passwd', 'passwd'],
  ['Évaluation (finale).docx', 'Evaluation-finale.docx'],
  ['C:\\scans\\a.pdf', 'a.pdf'],
  ['評価.pdf', 'file.pdf'],
  ['???', 'file'],
  ['.htaccess', 'htaccess'],
])('the file name %s becomes %s', ([name, safe]) => {
  expect(safeFileName(name ?? '')).toBe(safe);
});

test('a long file name keeps its extension', () => {
  const safe = safeFileName(`${'a'.repeat(300)}.pdf`);
  expect(safe).toHaveLength(94);
  expect(safe.endsWith('.pdf')).toBe(true);
});
