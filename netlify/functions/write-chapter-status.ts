import type { Config } from '@netlify/functions';
import { status } from '../../src/overtime/netlify.ts';
import { writeChapter } from '../../src/tasks/write-chapter/contract.ts';

export default status(writeChapter);

export const config: Config = {
  rateLimit: { windowSize: 60, windowLimit: 600, aggregateBy: ['ip', 'domain'] },
};
