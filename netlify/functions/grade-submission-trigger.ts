import { trigger } from '../../src/functions/trigger.ts';
import { gradeSubmission } from '../../src/tasks/grade-submission/contract.ts';

export default trigger(gradeSubmission);
