import { defineGenerator } from '../lore/generator-contract.ts';

export const generateRelics = defineGenerator({ name: 'generate-relics', kind: 'relics' });
