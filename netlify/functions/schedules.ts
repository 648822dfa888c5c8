import { schedules } from '../../src/functions/schedules.ts';
import { contracts } from '../../src/tasks/contracts.ts';

export default schedules(contracts);
