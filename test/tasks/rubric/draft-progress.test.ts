import { expect, test } from 'vitest';
import { readDocument } from '../../../src/documents/read-document.ts';
import { draftMessage, expectedCharacters } from '../../../src/tasks/rubric/draft-progress.ts';
import { rubricDocx, rubricOf, rubricPdf } from '../../support/sample-files.ts';

test.each([0, 1, 2, 3])('the length expected for sample %d is close to that of its rubric', async (seed) => {
  const written = JSON.stringify(rubricOf({ seed })).length;
  for (const file of [await rubricPdf({ seed }), await rubricDocx({ seed })]) {
    const document = await readDocument(file, { fileName: 'rubric', kinds: ['pdf', 'docx'] });
    expect(expectedCharacters(document) / written).toBeGreaterThan(0.85);
    expect(expectedCharacters(document) / written).toBeLessThan(1.2);
  }
});

test('prose around a table does not raise the length expected', () => {
  const table = 'Criteria | Good | Poor\nThesis | Clear | Absent';
  const prose = 'The course begins in October. '.repeat(500);
  const expected = (text: string) => expectedCharacters({ text, format: 'text' });
  expect(expected(`${prose}\n${table}\n${prose}`)).toBe(expected(table));
  expect(expected(prose)).toBeLessThan(10_000);
});

test('the message names the categories whose names are complete', () => {
  const named = (name: string) => ({ name, description: '' });
  expect(draftMessage({})).toBeUndefined();
  expect(draftMessage({ categories: [{ name: 'The' }] })).toBeUndefined();
  expect(draftMessage({ categories: [named('Thesis'), { name: 'Evi' }] })).toBe('Found 1 category: Thesis');
  expect(draftMessage({ categories: ['A', 'B', 'C', 'D'].map(named) })).toBe('Found 4 categories: A, B, C…');
});
