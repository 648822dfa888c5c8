import { status } from '../../src/functions/status.ts';
import { writeChapter } from '../../src/tasks/write-chapter/contract.ts';

export default status(writeChapter);
