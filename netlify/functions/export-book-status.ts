import { status } from '../../src/functions/status.ts';
import { exportBook } from '../../src/tasks/export-book/contract.ts';

export default status(exportBook);
