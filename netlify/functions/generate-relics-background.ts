import { background } from '../../src/overtime/netlify.ts';
import { generateRelicsTask } from '../../src/tasks/generate-relics/run.ts';

export default background(generateRelicsTask);
