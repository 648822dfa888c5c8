import { status } from '../../src/functions/status.ts';
import { enhanceRubric } from '../../src/tasks/enhance-rubric/contract.ts';

export default status(enhanceRubric);
