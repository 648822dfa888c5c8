import { background } from '../../src/overtime/netlify.ts';
import { exportBookTask } from '../../src/tasks/export-book/run.ts';

export default background(exportBookTask);
