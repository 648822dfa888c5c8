import type { Config } from '@netlify/functions';
import { status } from '../../netlify.ts';
import { taskTemplate } from '../task/contract.ts';

export default status(taskTemplate);

export const config: Config = {
  rateLimit: { windowSize: 60, windowLimit: 600, aggregateBy: ['ip', 'domain'] },
};
