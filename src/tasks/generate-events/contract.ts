import { defineGenerator } from '../lore/generator-contract.ts';

export const generateEvents = defineGenerator({ name: 'generate-events', kind: 'events' });
