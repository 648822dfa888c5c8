import { background } from '../../src/functions/background.ts';
import { gradeSubmissionTask } from '../../src/tasks/grade-submission/run.ts';

export default background(gradeSubmissionTask);
