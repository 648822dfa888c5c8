import type { Config } from '@netlify/functions';
import { status } from '../../src/overtime/netlify.ts';
import { enhanceRubric } from '../../src/tasks/enhance-rubric/contract.ts';

export default status(enhanceRubric);

export const config: Config = {
  rateLimit: { windowSize: 60, windowLimit: 600, aggregateBy: ['ip', 'domain'] },
};
