import { status } from '../../src/functions/status.ts';
import { extractRubric } from '../../src/tasks/extract-rubric/contract.ts';

export default status(extractRubric);
