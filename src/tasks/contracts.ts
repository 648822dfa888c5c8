import { extractRubric } from './extract-rubric/contract.ts';

/** Every task's contract: for what concerns jobs of any task. Safe in a browser. */
export const contracts = [extractRubric] as const;
