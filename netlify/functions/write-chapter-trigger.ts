import { trigger } from '../../src/overtime/netlify.ts';
import { canWriteChapter } from '../../src/tasks/write-chapter/check.ts';
import { writeChapter } from '../../src/tasks/write-chapter/contract.ts';

export default trigger(writeChapter, canWriteChapter);
