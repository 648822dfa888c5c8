import { status } from '../../src/overtime/netlify.ts';
import { writeChapter } from '../../src/tasks/write-chapter/contract.ts';

export default status(writeChapter);
