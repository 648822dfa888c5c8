import { background } from '../../src/overtime/netlify.ts';
import { extractRubricTask } from '../../src/tasks/extract-rubric/run.ts';

export default background(extractRubricTask);
