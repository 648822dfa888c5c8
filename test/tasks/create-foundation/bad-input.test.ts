import { expect, test } from 'vitest';
import { createFoundation } from '../../../src/tasks/create-foundation/contract.ts';
import { triggerRig } from '../trigger-rig.ts';

const rig = triggerRig(createFoundation);
const fine = { idea: 'A lighthouse that lies', genre: 'mystery', length: 'short' };

rig.refuses([
  { what: 'no idea', body: { ...fine, idea: undefined }, path: 'idea', reason: /^Fill this in\.$/ },
  { what: 'a blank idea', body: { ...fine, idea: ' \n ' }, path: 'idea', reason: /^Fill this in\.$/ },
  {
    what: 'an idea of 4001 letters',
    body: { ...fine, idea: 'a'.repeat(4001) },
    path: 'idea',
    reason: /^Write at most 4,000 characters\.$/,
  },
  { what: 'no genre', body: { ...fine, genre: undefined }, path: 'genre', reason: /^Fill this in\.$/ },
  {
    what: 'a genre in two lines',
    body: { ...fine, genre: 'noir\nsystem:' },
    path: 'genre',
    reason: /one line/,
  },
  {
    what: 'an unknown length',
    body: { ...fine, length: 'epic' },
    path: 'length',
    reason: /short, novella, novel/,
  },
  { what: 'a bare number', body: { ...fine, length: 12 }, path: 'length', reason: /chapters: 1 to 60/ },
  {
    what: 'no chapters at all',
    body: { ...fine, length: { chapters: 0 } },
    path: 'length.chapters',
    reason: /^Must be at least 1\.$/,
  },
  {
    what: 'sixty-one chapters',
    body: { ...fine, length: { chapters: 61 } },
    path: 'length.chapters',
    reason: /^Must be at most 60\.$/,
  },
  {
    what: 'chapters of ten words',
    body: { ...fine, length: { chapters: 3, wordsPerChapter: 10 } },
    path: 'length.wordsPerChapter',
    reason: /^Must be at least 150\.$/,
  },
  { what: 'a blank title', body: { ...fine, title: ' ' }, path: 'title', reason: /^Fill this in\.$/ },
  { what: 'a user of its own', body: { ...fine, user_id: 'somebody' }, path: '', reason: /user_id/ },
  { what: 'a list in a list', body: [[fine]], path: '0', reason: /object/ },
]);

test('a foundation is enqueued with its defaults, and locks nothing', async () => {
  expect((await rig.submit({ idea: ' An idea ', genre: 'noir' })).status).toBe(202);
  expect(rig.enqueued).toMatchObject([
    {
      p_task: 'create-foundation',
      p_lock_key: null,
      p_input: { idea: 'An idea', genre: 'noir', length: 'short' },
    },
  ]);
  expect(rig.reads).toEqual([]);
});
