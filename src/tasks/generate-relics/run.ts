import { generatorTask } from '../lore/generate-lore.ts';
import { generateRelics } from './contract.ts';

export const generateRelicsTask = generatorTask(generateRelics, 'relics');
