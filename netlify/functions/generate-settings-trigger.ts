import { trigger } from '../../src/overtime/netlify.ts';
import { generateSettings } from '../../src/tasks/generate-settings/contract.ts';

export default trigger(generateSettings);
