import { background } from '../../src/functions/background.ts';
import { generateBookTask } from '../../src/tasks/generate-book/run.ts';

export default background(generateBookTask);
