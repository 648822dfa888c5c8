import { background } from '../../src/overtime/netlify.ts';
import { generateEventsTask } from '../../src/tasks/generate-events/run.ts';

export default background(generateEventsTask);
