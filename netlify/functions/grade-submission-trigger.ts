import { trigger } from '../../src/overtime/netlify.ts';
import { gradeSubmission } from '../../src/tasks/grade-submission/contract.ts';

export default trigger(gradeSubmission);
