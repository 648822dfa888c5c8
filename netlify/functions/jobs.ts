import { jobs } from '../../src/functions/jobs.ts';

export default jobs();
