import type { Config } from '@netlify/functions';
import { status } from '../../src/overtime/netlify.ts';
import { scoreBook } from '../../src/tasks/score-book/contract.ts';

export default status(scoreBook);

export const config: Config = {
  rateLimit: { windowSize: 60, windowLimit: 600, aggregateBy: ['ip', 'domain'] },
};
