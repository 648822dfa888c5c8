import { trigger } from '../../src/functions/trigger.ts';
import { createFoundation } from '../../src/tasks/create-foundation/contract.ts';

export default trigger(createFoundation);
