import { trigger } from '../../src/overtime/netlify.ts';
import { enhanceRubric } from '../../src/tasks/enhance-rubric/contract.ts';

export default trigger(enhanceRubric);
