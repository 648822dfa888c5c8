import { trigger } from '../../netlify.ts';
import { taskTemplate } from '../task/contract.ts';

export default trigger(taskTemplate);
