import type { Config } from '@netlify/functions';
import { status } from '../../src/overtime/netlify.ts';
import { generateFactions } from '../../src/tasks/generate-factions/contract.ts';

export default status(generateFactions);

export const config: Config = {
  rateLimit: { windowSize: 60, windowLimit: 600, aggregateBy: ['ip', 'domain'] },
};
