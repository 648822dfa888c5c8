import { background } from '../../src/functions/background.ts';
import { createWorldTask } from '../../src/tasks/create-world/run.ts';

export default background(createWorldTask);
