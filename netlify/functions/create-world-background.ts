import { background } from '../../src/overtime/netlify.ts';
import { createWorldTask } from '../../src/tasks/create-world/run.ts';

export default background(createWorldTask);
