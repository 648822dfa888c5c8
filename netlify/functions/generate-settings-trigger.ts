import { trigger } from '../../src/functions/trigger.ts';
import { generateSettings } from '../../src/tasks/generate-settings/contract.ts';

export default trigger(generateSettings);
