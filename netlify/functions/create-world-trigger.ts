import { trigger } from '../../src/overtime/netlify.ts';
import { createWorld } from '../../src/tasks/create-world/contract.ts';

export default trigger(createWorld);
