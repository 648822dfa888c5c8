import { trigger } from '../../src/functions/trigger.ts';
import { enhanceRubric } from '../../src/tasks/enhance-rubric/contract.ts';

export default trigger(enhanceRubric);
