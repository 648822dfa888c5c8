import { status } from '../../src/functions/status.ts';
import { gradeSubmission } from '../../src/tasks/grade-submission/contract.ts';

export default status(gradeSubmission);
