import { background } from '../../src/overtime/netlify.ts';
import { scoreBookTask } from '../../src/tasks/score-book/run.ts';

export default background(scoreBookTask);
