import { background } from '../../src/functions/background.ts';
import { enhanceRubricTask } from '../../src/tasks/enhance-rubric/run.ts';

export default background(enhanceRubricTask);
