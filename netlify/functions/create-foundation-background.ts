import { background } from '../../src/functions/background.ts';
import { createFoundationTask } from '../../src/tasks/create-foundation/run.ts';

export default background(createFoundationTask);
