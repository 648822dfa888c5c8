import type { Config } from '@netlify/functions';
import { status } from '../../src/overtime/netlify.ts';
import { generateSettings } from '../../src/tasks/generate-settings/contract.ts';

export default status(generateSettings);

export const config: Config = {
  rateLimit: { windowSize: 60, windowLimit: 600, aggregateBy: ['ip', 'domain'] },
};
