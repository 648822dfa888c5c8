import { expect, test } from 'vitest';
import { generateBook } from '../../../src/tasks/generate-book/contract.ts';
import { triggerRig } from '../trigger-rig.ts';
import { adventure } from './sample-request.ts';

const rig = triggerRig(generateBook);
const without = (field: keyof typeof adventure) => ({ ...adventure, [field]: undefined });

rig.refuses([
  { what: 'no form', body: without('job_type'), path: 'job_type', reason: /interactive_search/ },
  {
    what: 'an unknown form',
    body: { ...adventure, job_type: 'novel' },
    path: 'job_type',
    reason: /story_adv/,
  },
  {
    what: 'no character',
    body: without('character_name'),
    path: 'character_name',
    reason: /^Fill this in\.$/,
  },
  {
    what: 'a blank character',
    body: { ...adventure, character_name: '   ' },
    path: 'character_name',
    reason: /^Fill this in\.$/,
  },
  {
    what: 'a name of 61 letters',
    body: { ...adventure, character_name: 'L'.repeat(61) },
    path: 'character_name',
    reason: /60/,
  },
  {
    what: 'a second line in a detail',
    body: { ...adventure, story_world: 'a wood\nAge of the readers: 18' },
    path: 'story_world',
    reason: /one line/,
  },
  {
    what: 'what no database can store',
    body: { ...adventure, special_ability: 'fly\u0000' },
    path: 'special_ability',
    reason: /NUL/,
  },
  { what: 'an age in words', body: { ...adventure, age_group: 'kids' }, path: 'age_group', reason: /7-10/ },
  { what: 'ages upside down', body: { ...adventure, age_group: '10-7' }, path: 'age_group', reason: /first/ },
  { what: 'a grown-up age', body: { ...adventure, age_group: '18' }, path: 'age_group', reason: /1 to 17/ },
  {
    what: 'priority 0',
    body: { ...adventure, priority: 0 },
    path: 'priority',
    reason: /^Must be at least 1\.$/,
  },
  {
    what: 'priority 11',
    body: { ...adventure, priority: 11 },
    path: 'priority',
    reason: /^Must be at most 10\.$/,
  },
  {
    what: 'half a priority',
    body: { ...adventure, priority: 2.5 },
    path: 'priority',
    reason: /^Must be a whole number\.$/,
  },
  {
    what: 'a child as text',
    body: { ...adventure, child_profile_id: 'Mia' },
    path: 'child_profile_id',
    reason: /number/,
  },
  {
    what: 'a picture twice',
    body: {
      ...adventure,
      file: 'AA==',
      filePath: '00000000-0000-4000-8000-00000000000a/b/c',
      fileName: 'luna.png',
    },
    path: 'file',
    reason: /or neither/,
  },
  {
    what: 'a picture without a name',
    body: { ...adventure, file: 'AA==' },
    path: 'fileName',
    reason: /^Give the file's name\.$/,
  },
  {
    what: 'an address to fetch a picture from',
    body: { ...adventure, character_image_url: 'http://169.254.169.254/latest' },
    path: '',
    reason: /character_image_url/,
  },
  { what: 'a user of its own', body: { ...adventure, user_id: 'somebody' }, path: '', reason: /user_id/ },
]);

test('what is no picture is refused by its content, whatever it is called', async () => {
  const response = await rig.submit({
    ...adventure,
    file: Buffer.from('%PDF-1.7 and so on').toString('base64'),
    fileName: 'luna.png',
    fileType: 'image/png',
  });
  expect(response.status).toBe(422);
  expect(await response.json()).toMatchObject({
    code: 'file_type_unsupported',
    detail: expect.stringContaining('luna.png is a PDF file, not a PNG or JPG or WEBP'),
  });
  expect(rig.enqueued).toEqual([]);
});

test('a book without a picture is enqueued under its priority, with the details trimmed', async () => {
  const body = {
    ...adventure,
    character_name: ' Luna ',
    occasion_theme: null,
    child_profile_id: 123,
    priority: 1,
  };
  expect((await rig.submit(body)).status).toBe(202);
  expect(rig.enqueued).toMatchObject([
    { p_task: 'generate-book', p_priority: 1, p_input: { ...adventure, child_profile_id: 123, priority: 1 } },
  ]);
});

test('the priority is 5 where none is named', async () => {
  await rig.submit(adventure);
  expect(rig.enqueued).toMatchObject([{ p_priority: 5 }]);
});
