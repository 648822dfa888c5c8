import { background } from '../../src/overtime/netlify.ts';
import { gradeSubmissionTask } from '../../src/tasks/grade-submission/run.ts';

export default background(gradeSubmissionTask);
