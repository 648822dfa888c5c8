import { status } from '../../src/overtime/netlify.ts';
import { createFoundation } from '../../src/tasks/create-foundation/contract.ts';

export default status(createFoundation);
