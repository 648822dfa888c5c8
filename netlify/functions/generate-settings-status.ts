import { status } from '../../src/functions/status.ts';
import { generateSettings } from '../../src/tasks/generate-settings/contract.ts';

export default status(generateSettings);
