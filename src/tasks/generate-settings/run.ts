import { generatorTask } from '../lore/generate-lore.ts';
import { generateSettings } from './contract.ts';

export const generateSettingsTask = generatorTask(generateSettings, 'settings');
