import { background } from '../../src/overtime/netlify.ts';
import { generateCharactersTask } from '../../src/tasks/generate-characters/run.ts';

export default background(generateCharactersTask);
