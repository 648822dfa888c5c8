import type { Config } from '@netlify/functions';
import { status } from '../../src/overtime/netlify.ts';
import { createFoundation } from '../../src/tasks/create-foundation/contract.ts';

export default status(createFoundation);

export const config: Config = {
  rateLimit: { windowSize: 60, windowLimit: 600, aggregateBy: ['ip', 'domain'] },
};
