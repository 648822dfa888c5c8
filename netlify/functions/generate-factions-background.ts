import { background } from '../../src/functions/background.ts';
import { generateFactionsTask } from '../../src/tasks/generate-factions/run.ts';

export default background(generateFactionsTask);
