import type { Config } from '@netlify/functions';
import { status } from '../../src/overtime/netlify.ts';
import { extractRubric } from '../../src/tasks/extract-rubric/contract.ts';

export default status(extractRubric);

export const config: Config = {
  rateLimit: { windowSize: 60, windowLimit: 600, aggregateBy: ['ip', 'domain'] },
};
