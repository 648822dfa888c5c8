import { jobs } from '../../src/overtime/netlify.ts';
import { contracts } from '../../src/tasks/contracts.ts';

export default jobs(contracts);
