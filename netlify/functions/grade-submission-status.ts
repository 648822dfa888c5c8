import type { Config } from '@netlify/functions';
import { status } from '../../src/overtime/netlify.ts';
import { gradeSubmission } from '../../src/tasks/grade-submission/contract.ts';

export default status(gradeSubmission);

export const config: Config = {
  rateLimit: { windowSize: 60, windowLimit: 600, aggregateBy: ['ip', 'domain'] },
};
