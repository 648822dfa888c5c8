import type { z } from 'zod';
import type { character, event, faction, relic, setting } from '../../../src/tasks/lore/lore-contract.ts';

export const sampleCharacter = (name: string): z.output<typeof character> => ({
  name,
  role: 'keeper of the tide bell',
  description: `${name} rings the bell that holds the sea back.`,
  traits: ['patient', 'proud'],
  motivation: 'To be relieved of the bell before it takes another finger.',
  secret: 'The bell has been cracked for a year.',
});

export const sampleFaction: z.output<typeof faction> = {
  name: 'The Salt Ledger',
  purpose: 'To own every debt on the coast.',
  description: 'Clerks in grey who write down what is owed and to whom.',
  leader: 'Ottoline Gray, First Reckoner',
  methods: ['loans', 'patience'],
  conflict: 'They want the bell, since whoever rings it is owed by all.',
};

export const sampleSetting: z.output<typeof setting> = {
  name: 'Low Harrow',
  location: 'below the sea wall',
  description: 'Streets that smell of tar, with a tide mark at the height of a door.',
  atmosphere: 'watchful',
  landmarks: ['the sea wall', 'the dry fountain'],
  danger: 'The wall leaks at the spring tides.',
};

export const sampleEvent: z.output<typeof event> = {
  name: 'The Night of Two Tides',
  time: 'forty years ago',
  description: 'The sea came twice before morning.',
  cause: 'Nobody rang the bell.',
  consequences: ['the wall was built', 'the old harbour drowned'],
};

export const sampleRelic: z.output<typeof relic> = {
  name: 'Tidebell',
  appearance: 'A bell of green bronze with a hair crack.',
  description: 'It calls the sea by name, and the sea waits.',
  origin: 'Cast by the founders out of drowned anchors.',
  powers: ['holds back the tide'],
  price: 'Each ringing numbs a finger for good.',
};

export const sampleLore = {
  characters: [sampleCharacter('Ines Marrow')],
  factions: [sampleFaction],
  settings: [sampleSetting],
  events: [sampleEvent],
  relics: [sampleRelic],
};
