import { trigger } from '../../src/overtime/netlify.ts';
import { generateEvents } from '../../src/tasks/generate-events/contract.ts';

export default trigger(generateEvents);
