import type { Config } from '@netlify/functions';
import { status } from '../../src/overtime/netlify.ts';
import { generateEvents } from '../../src/tasks/generate-events/contract.ts';

export default status(generateEvents);

export const config: Config = {
  rateLimit: { windowSize: 60, windowLimit: 600, aggregateBy: ['ip', 'domain'] },
};
