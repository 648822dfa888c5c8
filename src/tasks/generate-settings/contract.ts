import { defineGenerator } from '../lore/generator-contract.ts';

export const generateSettings = defineGenerator({ name: 'generate-settings', kind: 'settings' });
