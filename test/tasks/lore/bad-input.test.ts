import { expect, test } from 'vitest';
import { generateCharacters } from '../../../src/tasks/generate-characters/contract.ts';
import { triggerRig } from '../trigger-rig.ts';
import { sampleLore } from './sample-lore.ts';

const rig = triggerRig(generateCharacters);
const theme = 'fantasy';

rig.refuses([
  { what: 'nothing', body: {}, path: 'theme', reason: /^Fill this in\.$/ },
  { what: 'a list in a list', body: [[]], path: '0', reason: /object/ },
  { what: 'a blank theme', body: { theme: '  ' }, path: 'theme', reason: /^Fill this in\.$/ },
  { what: 'a theme of 201 characters', body: { theme: 'x'.repeat(201) }, path: 'theme', reason: /200/ },
  { what: 'a theme that is a number', body: { theme: 7 }, path: 'theme', reason: /^Must be text\.$/ },
  { what: 'a count of none', body: { theme, count: 0 }, path: 'count', reason: /^Must be at least 1\.$/ },
  { what: 'a count of eleven', body: { theme, count: 11 }, path: 'count', reason: /^Must be at most 10\.$/ },
  { what: 'half an item', body: { theme, count: 2.5 }, path: 'count', reason: /^Must be a whole number\.$/ },
  { what: 'a count in words', body: { theme, count: 'three' }, path: 'count', reason: /number/ },
  {
    what: 'an unknown difficulty',
    body: { theme, difficulty: 'nightmare' },
    path: 'difficulty',
    reason: /easy.*medium.*hard/,
  },
  { what: 'an empty prompt', body: { theme, prompt: '' }, path: 'prompt', reason: /^Fill this in\.$/ },
  {
    what: 'a prompt of 4001 characters',
    body: { theme, prompt: 'x'.repeat(4001) },
    path: 'prompt',
    reason: /^Write at most 4,000 characters\.$/,
  },
  {
    what: 'lore of an unknown kind',
    body: { theme, existingLore: { spells: [] } },
    path: 'existingLore',
    reason: /spells/,
  },
  {
    what: 'lore without a name',
    body: { theme, existingLore: { relics: [{ description: 'A bell.' }] } },
    path: 'existingLore.relics.0.name',
    reason: /^Fill this in\.$/,
  },
  {
    what: 'lore with a blank description',
    body: { theme, existingLore: { relics: [{ name: 'Bell', description: ' ' }] } },
    path: 'existingLore.relics.0.description',
    reason: /1 to 2000/,
  },
  {
    what: 'more lore than a prompt holds',
    body: {
      theme,
      existingLore: { events: Array.from({ length: 21 }, () => ({ name: 'A', description: 'B' })) },
    },
    path: 'existingLore.events',
    reason: /20/,
  },
  { what: 'an unknown field', body: { theme, colour: 'red' }, path: '', reason: /colour/ },
]);

test('a theme alone is enough for three, and whole items are taken as lore that is there', async () => {
  expect((await rig.submit({ theme: ' fantasy ' })).status).toBe(202);
  expect((await rig.submit({ theme, existingLore: sampleLore })).status).toBe(202);
  expect(rig.enqueued).toMatchObject([
    { p_task: 'generate-characters', p_input: { theme: 'fantasy', count: 3 }, p_retention_hours: 24 },
    {
      p_user_limit: 5,
      p_input: {
        existingLore: { relics: [{ name: 'Tidebell', description: sampleLore.relics[0]?.description }] },
      },
    },
  ]);
});
