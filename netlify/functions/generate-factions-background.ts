import { background } from '../../src/overtime/netlify.ts';
import { generateFactionsTask } from '../../src/tasks/generate-factions/run.ts';

export default background(generateFactionsTask);
