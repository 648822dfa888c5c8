import { expect, test } from 'vitest';
import { createWorld } from '../../../src/tasks/create-world/contract.ts';
import { sampleCharacter, sampleLore } from '../lore/sample-lore.ts';
import { triggerRig } from '../trigger-rig.ts';

const rig = triggerRig(createWorld);
const theme = 'fantasy';
const [someone] = sampleLore.characters;

rig.refuses([
  { what: 'no lore', body: { theme }, path: 'lore', reason: /^Fill this in\.$/ },
  { what: 'lore of nothing', body: { theme, lore: {} }, path: 'lore', reason: /at least one/ },
  {
    what: 'lore of empty lists',
    body: { theme, lore: { characters: [], relics: [] } },
    path: 'lore',
    reason: /at least one/,
  },
  { what: 'no theme', body: { lore: sampleLore }, path: 'theme', reason: /^Fill this in\.$/ },
  { what: 'a list as lore', body: { theme, lore: [someone] }, path: 'lore', reason: /object/ },
  {
    what: 'lore of an unknown kind',
    body: { theme, lore: { ...sampleLore, spells: [] } },
    path: 'lore',
    reason: /spells/,
  },
  {
    what: 'a character without a motivation',
    body: { theme, lore: { characters: [{ ...someone, motivation: undefined }] } },
    path: 'lore.characters.0.motivation',
    reason: /^Fill this in\.$/,
  },
  {
    what: 'a character with one trait',
    body: { theme, lore: { characters: [{ ...someone, traits: ['brave'] }] } },
    path: 'lore.characters.0.traits',
    reason: /^Give at least 2 items\.$/,
  },
  {
    what: 'a relic with a blank price',
    body: { theme, lore: { relics: [{ ...sampleLore.relics[0], price: ' ' }] } },
    path: 'lore.relics.0.price',
    reason: /1 to 1000/,
  },
  {
    what: 'eleven characters',
    body: {
      theme,
      lore: { characters: Array.from({ length: 11 }, (_, index) => sampleCharacter(`Ines ${index}`)) },
    },
    path: 'lore.characters',
    reason: /10/,
  },
  {
    what: 'two of one name',
    body: { theme, lore: { characters: [sampleCharacter('Ines'), sampleCharacter('ines')] } },
    path: 'lore.characters.1.name',
    reason: /taken/,
  },
  {
    what: 'a blank title',
    body: { theme, lore: sampleLore, title: ' ' },
    path: 'title',
    reason: /^Fill this in\.$/,
  },
  { what: 'a user id', body: { theme, lore: sampleLore, userId: 'x' }, path: '', reason: /userId/ },
]);

test('lore of one kind is enough', async () => {
  expect((await rig.submit({ theme, lore: { relics: sampleLore.relics } })).status).toBe(202);
  expect(rig.enqueued).toMatchObject([
    { p_task: 'create-world', p_input: { lore: { relics: sampleLore.relics, characters: [] } } },
  ]);
});
