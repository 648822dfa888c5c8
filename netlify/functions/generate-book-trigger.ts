import { trigger } from '../../src/functions/trigger.ts';
import { generateBook } from '../../src/tasks/generate-book/contract.ts';

export default trigger(generateBook);
