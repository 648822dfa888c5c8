import { createFoundation } from './create-foundation/contract.ts';
import { createWorld } from './create-world/contract.ts';
import { exportBook } from './export-book/contract.ts';
import { generateBook } from './generate-book/contract.ts';
import { generateCharacters } from './generate-characters/contract.ts';
import { generateEvents } from './generate-events/contract.ts';
import { generateFactions } from './generate-factions/contract.ts';
import { generateRelics } from './generate-relics/contract.ts';
import { generateSettings } from './generate-settings/contract.ts';
import { enhanceRubric } from './enhance-rubric/contract.ts';
import { gradeSubmission } from './grade-submission/contract.ts';
import { scoreBook } from './score-book/contract.ts';
import { extractRubric } from './extract-rubric/contract.ts';
import { writeChapter } from './write-chapter/contract.ts';

/** Every task's contract: for what concerns jobs of any task. Safe in a browser. */
export const contracts = [
  extractRubric,
  enhanceRubric,
  gradeSubmission,
  scoreBook,
  createWorld,
  generateCharacters,
  generateFactions,
  generateSettings,
  generateEvents,
  generateRelics,
  generateBook,
  createFoundation,
  writeChapter,
  exportBook,
] as const;
