import { background } from '../../src/functions/background.ts';
import { generateSettingsTask } from '../../src/tasks/generate-settings/run.ts';

export default background(generateSettingsTask);
