import { trigger } from '../../src/functions/trigger.ts';
import { extractRubric } from '../../src/tasks/extract-rubric/contract.ts';

export default trigger(extractRubric);
