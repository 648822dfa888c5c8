import { jobs } from '../../netlify.ts';
import { taskTemplate } from '../task/contract.ts';

export default jobs([taskTemplate]);
