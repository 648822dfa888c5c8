import { status } from '../../src/overtime/netlify.ts';
import { createWorld } from '../../src/tasks/create-world/contract.ts';

export default status(createWorld);
