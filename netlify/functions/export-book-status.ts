import type { Config } from '@netlify/functions';
import { status } from '../../src/overtime/netlify.ts';
import { exportBook } from '../../src/tasks/export-book/contract.ts';

export default status(exportBook);

export const config: Config = {
  rateLimit: { windowSize: 60, windowLimit: 600, aggregateBy: ['ip', 'domain'] },
};
