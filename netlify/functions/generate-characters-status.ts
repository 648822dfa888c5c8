import type { Config } from '@netlify/functions';
import { status } from '../../src/overtime/netlify.ts';
import { generateCharacters } from '../../src/tasks/generate-characters/contract.ts';

export default status(generateCharacters);

export const config: Config = {
  rateLimit: { windowSize: 60, windowLimit: 600, aggregateBy: ['ip', 'domain'] },
};
