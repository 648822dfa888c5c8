import { trigger } from '../../src/functions/trigger.ts';
import { scoreBook } from '../../src/tasks/score-book/contract.ts';

export default trigger(scoreBook);
