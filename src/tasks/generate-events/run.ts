import { generatorTask } from '../lore/generate-lore.ts';
import { generateEvents } from './contract.ts';

export const generateEventsTask = generatorTask(generateEvents, 'events');
