import type { Config } from '@netlify/functions';
import { status } from '../../src/overtime/netlify.ts';
import { createWorld } from '../../src/tasks/create-world/contract.ts';

export default status(createWorld);

export const config: Config = {
  rateLimit: { windowSize: 60, windowLimit: 600, aggregateBy: ['ip', 'domain'] },
};
