import { status } from '../../src/functions/status.ts';
import { createFoundation } from '../../src/tasks/create-foundation/contract.ts';

export default status(createFoundation);
