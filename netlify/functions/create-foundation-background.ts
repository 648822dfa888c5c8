import { background } from '../../src/overtime/netlify.ts';
import { createFoundationTask } from '../../src/tasks/create-foundation/run.ts';

export default background(createFoundationTask);
