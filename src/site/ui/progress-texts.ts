import type { JobProgressTexts } from '../../overtime/react.ts';

const failures: Readonly<Record<string, string>> = {
  'extract-rubric': 'Extraction failed',
  'enhance-rubric': 'The rubric could not be improved',
  'grade-submission': 'Grading failed',
  'score-book': 'Scoring failed',
  'create-world': 'The story could not be written',
  'generate-book': 'The book could not be finished',
  'create-foundation': 'Planning failed',
  'write-chapter': 'The chapter could not be written',
  'export-book': 'The export failed',
};

/** What `JobProgress` says of a task's jobs. */
export function progressTexts(task: string): Partial<JobProgressTexts> {
  return { failed: failures[task] ?? 'The job failed' };
}
