import { expect, test } from 'vitest';
import { filesIn } from '../../src/site/jobs/files-in.ts';
import { filtersIn, withFilter } from '../../src/site/jobs/job-filters.ts';

test('an address names the filters of the list, and what is no filter is left out', () => {
  expect(filtersIn('?task=score-book&status=failed&sample=false')).toEqual({
    task: 'score-book',
    status: 'failed',
    sample: false,
  });
  expect(filtersIn('?status=done&sample=perhaps&job=1')).toEqual({});
});

test('a filter is set and taken away without touching the others', () => {
  expect(withFilter('?task=score-book', 'status', 'failed')).toBe('/jobs?task=score-book&status=failed');
  expect(withFilter('?task=score-book&status=failed', 'task', '')).toBe('/jobs?status=failed');
  expect(withFilter('?sample=true', 'sample', '')).toBe('/jobs');
});

test('the files of a result are found wherever they stand, each once', () => {
  const folder = '00000000-0000-4000-8000-00000000000a/j';
  const file = (name: string) => ({
    path: `${folder}/${name}`,
    name,
    mediaType: 'application/pdf',
    bytes: 12,
  });
  const result = {
    pdf: file('book.pdf'),
    audio: [
      { scene: 1, file: file('1.wav') },
      { scene: 2, file: null },
    ],
    again: file('book.pdf'),
    picture: { path: 'no file', name: 'of ours' },
  };
  expect(filesIn(result).map(({ name }) => name)).toEqual(['book.pdf', '1.wav']);
  expect(filesIn(null)).toEqual([]);
});
