import { status } from '../../src/functions/status.ts';
import { createWorld } from '../../src/tasks/create-world/contract.ts';

export default status(createWorld);
