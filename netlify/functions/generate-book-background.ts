import { background } from '../../src/overtime/netlify.ts';
import { generateBookTask } from '../../src/tasks/generate-book/run.ts';

export default background(generateBookTask);
