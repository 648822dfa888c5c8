import { defineGenerator } from '../lore/generator-contract.ts';

export const generateFactions = defineGenerator({ name: 'generate-factions', kind: 'factions' });
