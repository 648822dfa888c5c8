import { expect, test } from 'vitest';
import { draftMessage, expectedCharacters, writtenFraction } from '../../../src/tasks/extract-rubric/draft-progress.ts';

test('the fraction grows with every character and never arrives', () => {
  const fractions = [0, 450, 899, 900, 901, 1_000, 5_000].map((characters) => writtenFraction(characters, 1_000));
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
  expect(fractions[1]).toBe(0.45);
  expect(fractions.at(-1)).toBeLessThan(1);
});

test('tags are not counted as words of the document', () => {
  const html = '<table><tr><td>Thesis</td></tr></table>';
  expect(expectedCharacters({ text: html, format: 'html' })).toBeLessThan(expectedCharacters({ text: html, format: 'text' }));
});

test('the message names the categories whose names are complete', () => {
  const named = (name: string) => ({ name, description: '' });
  expect(draftMessage({})).toBeUndefined();
  expect(draftMessage({ categories: [{ name: 'The' }] })).toBeUndefined();
  expect(draftMessage({ categories: [named('Thesis'), { name: 'Evi' }] })).toBe('Found 1 category: Thesis');
  expect(draftMessage({ categories: ['A', 'B', 'C', 'D'].map(named) })).toBe('Found 4 categories: A, B, C…');
});
