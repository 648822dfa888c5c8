import { background } from '../../src/overtime/netlify.ts';
import { enhanceRubricTask } from '../../src/tasks/enhance-rubric/run.ts';

export default background(enhanceRubricTask);
