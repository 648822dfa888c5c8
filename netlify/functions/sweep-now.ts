import { sweepNow } from '../../src/functions/sweep-now.ts';
import { contracts } from '../../src/tasks/contracts.ts';

export default sweepNow(contracts);
