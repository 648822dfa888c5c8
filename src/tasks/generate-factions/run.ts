import { generatorTask } from '../lore/generate-lore.ts';
import { generateFactions } from './contract.ts';

export const generateFactionsTask = generatorTask(generateFactions, 'factions');
