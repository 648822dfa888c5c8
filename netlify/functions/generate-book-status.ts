import type { Config } from '@netlify/functions';
import { status } from '../../src/overtime/netlify.ts';
import { generateBook } from '../../src/tasks/generate-book/contract.ts';

export default status(generateBook);

export const config: Config = {
  rateLimit: { windowSize: 60, windowLimit: 600, aggregateBy: ['ip', 'domain'] },
};
