import { status } from '../../src/overtime/netlify.ts';
import { generateSettings } from '../../src/tasks/generate-settings/contract.ts';

export default status(generateSettings);
