import { trigger } from '../../src/overtime/netlify.ts';
import { canExportBook } from '../../src/tasks/export-book/check.ts';
import { exportBook } from '../../src/tasks/export-book/contract.ts';

export default trigger(exportBook, canExportBook);
