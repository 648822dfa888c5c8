import { background } from '../../src/functions/background.ts';
import { writeChapterTask } from '../../src/tasks/write-chapter/run.ts';

export default background(writeChapterTask);
