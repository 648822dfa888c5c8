import type { Config } from '@netlify/functions';
import { sweep } from '../../src/overtime/netlify.ts';
import { contracts } from '../../src/tasks/contracts.ts';

export default sweep(contracts);

export const config: Config = { schedule: '* * * * *' };
