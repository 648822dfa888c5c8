import { background } from '../../src/functions/background.ts';
import { scoreBookTask } from '../../src/tasks/score-book/run.ts';

export default background(scoreBookTask);
