import { status } from '../../src/functions/status.ts';
import { generateEvents } from '../../src/tasks/generate-events/contract.ts';

export default status(generateEvents);
