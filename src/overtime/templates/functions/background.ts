import { background } from '../../netlify.ts';
import { taskTemplateTask } from '../task/run.ts';

export default background(taskTemplateTask);
