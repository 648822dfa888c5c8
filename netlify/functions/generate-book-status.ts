import { status } from '../../src/functions/status.ts';
import { generateBook } from '../../src/tasks/generate-book/contract.ts';

export default status(generateBook);
