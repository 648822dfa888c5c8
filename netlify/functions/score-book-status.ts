import { status } from '../../src/overtime/netlify.ts';
import { scoreBook } from '../../src/tasks/score-book/contract.ts';

export default status(scoreBook);
