import type { Config } from '@netlify/functions';
import { sweep } from '../../netlify.ts';
import { taskTemplate } from '../task/contract.ts';

export default sweep([taskTemplate]);

export const config: Config = { schedule: '* * * * *' };
