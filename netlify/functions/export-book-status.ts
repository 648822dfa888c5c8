import { status } from '../../src/overtime/netlify.ts';
import { exportBook } from '../../src/tasks/export-book/contract.ts';

export default status(exportBook);
