import { status } from '../../src/functions/status.ts';
import { scoreBook } from '../../src/tasks/score-book/contract.ts';

export default status(scoreBook);
