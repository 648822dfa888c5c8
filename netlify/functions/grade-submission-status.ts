import { status } from '../../src/overtime/netlify.ts';
import { gradeSubmission } from '../../src/tasks/grade-submission/contract.ts';

export default status(gradeSubmission);
