import { trigger } from '../../src/functions/trigger.ts';
import { createWorld } from '../../src/tasks/create-world/contract.ts';

export default trigger(createWorld);
