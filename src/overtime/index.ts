/**
 * What server and browser share: contracts, tasks, errors and the types of a job. Safe in a browser.
 *
 * @module
 */
export { boundedFetch, type FetchBounds } from './bounded-fetch.ts';
export { systemClock, type Clock } from './clock.ts';
export {
  defineContract,
  type Contract,
  type FileKind,
  type FilePolicy,
  type InputOf,
  type ParsedInputOf,
  type PartialOf,
  type Policy,
  type ResultOf,
  type StageDefinition,
  type StageNameOf,
} from './contract.ts';
export { counted } from './counted.ts';
export { OvertimeError, TaskError, type ErrorCode, type InputIssue } from './errors.ts';
export { fileFields, oneFile } from './file-fields.ts';
export type { FilePath } from './file-path.ts';
export { inputSentence } from './input-sentence.ts';
export { filePath, jobFile, type JobFile } from './job-file.ts';
export {
  isTerminal,
  jobStatuses,
  stageStatuses,
  type JobCall,
  type JobLogLine,
  type JobPage,
  type JobSnapshot,
  type JobStatus,
  type JobSummary,
  type Performance,
  type StageSnapshot,
  type StageStatus,
} from './job.ts';
export {
  defineTask,
  type AttemptContext,
  type InputCheck,
  type ReadRows,
  type StageHandle,
  type Task,
  type TaskContext,
} from './task.ts';
