import type { InputCheck } from '../../overtime/index.ts';
import type { writeChapter } from './contract.ts';
import { chapterToWrite } from './chapter-to-write.ts';

/** Refuses a chapter that is in no book of the user. */
export const canWriteChapter: InputCheck<typeof writeChapter> = async (input, readRows) => {
  await chapterToWrite(readRows, input);
};
