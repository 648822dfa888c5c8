import { background } from '../../src/functions/background.ts';
import { generateRelicsTask } from '../../src/tasks/generate-relics/run.ts';

export default background(generateRelicsTask);
