import { background } from '../../src/functions/background.ts';
import { generateCharactersTask } from '../../src/tasks/generate-characters/run.ts';

export default background(generateCharactersTask);
