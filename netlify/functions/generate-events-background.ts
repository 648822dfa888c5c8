import { background } from '../../src/functions/background.ts';
import { generateEventsTask } from '../../src/tasks/generate-events/run.ts';

export default background(generateEventsTask);
