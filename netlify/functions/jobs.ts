import { jobs } from '../../src/functions/jobs.ts';
import { contracts } from '../../src/tasks/contracts.ts';

export default jobs(contracts);
