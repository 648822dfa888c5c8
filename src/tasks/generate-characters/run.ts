import { generatorTask } from '../lore/generate-lore.ts';
import { generateCharacters } from './contract.ts';

export const generateCharactersTask = generatorTask(generateCharacters, 'characters');
