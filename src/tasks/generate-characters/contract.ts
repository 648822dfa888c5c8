import { defineGenerator } from '../lore/generator-contract.ts';

export const generateCharacters = defineGenerator({ name: 'generate-characters', kind: 'characters' });
