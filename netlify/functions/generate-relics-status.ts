import type { Config } from '@netlify/functions';
import { status } from '../../src/overtime/netlify.ts';
import { generateRelics } from '../../src/tasks/generate-relics/contract.ts';

export default status(generateRelics);

export const config: Config = {
  rateLimit: { windowSize: 60, windowLimit: 600, aggregateBy: ['ip', 'domain'] },
};
