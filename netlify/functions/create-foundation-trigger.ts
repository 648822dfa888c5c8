import { trigger } from '../../src/overtime/netlify.ts';
import { createFoundation } from '../../src/tasks/create-foundation/contract.ts';

export default trigger(createFoundation);
