import { background } from '../../src/functions/background.ts';
import { exportBookTask } from '../../src/tasks/export-book/run.ts';

export default background(exportBookTask);
