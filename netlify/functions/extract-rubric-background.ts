import { background } from '../../src/functions/background.ts';
import { extractRubricTask } from '../../src/tasks/extract-rubric/run.ts';

export default background(extractRubricTask);
