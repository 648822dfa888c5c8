import { trigger } from '../../src/functions/trigger.ts';
import { generateEvents } from '../../src/tasks/generate-events/contract.ts';

export default trigger(generateEvents);
