import { trigger } from '../../src/overtime/netlify.ts';
import { extractRubric } from '../../src/tasks/extract-rubric/contract.ts';

export default trigger(extractRubric);
