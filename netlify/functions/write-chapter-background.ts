import { background } from '../../src/overtime/netlify.ts';
import { writeChapterTask } from '../../src/tasks/write-chapter/run.ts';

export default background(writeChapterTask);
