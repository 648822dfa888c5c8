import { background } from '../../src/overtime/netlify.ts';
import { generateSettingsTask } from '../../src/tasks/generate-settings/run.ts';

export default background(generateSettingsTask);
