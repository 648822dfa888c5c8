/** What `JobProgress` says, in English. Replace any of it by its `texts`. */
export const jobProgressTexts = {
  pending: 'Waiting for a worker',
  pendingTime: 'Waiting for its time',
  pendingUser: 'Waiting for your other jobs',
  pendingLock: 'Waiting for another job',
  /** After a failed attempt, until the next one. */
  pendingRetry: 'Waiting to try again',
  processing: 'Working',
  completed: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
  /** While the first status is read. */
  loading: 'Loading the status.',
  waitsForWorker: 'The job is queued and starts soon.',
  waitsForTime: 'Waiting for its scheduled time.',
  waitsForUser: 'Waiting for one of your other jobs to finish.',
  waitsForLock: 'Waiting for another job on the same item to finish.',
  startsIn: (time: string) => `Starts in ${time}.`,
  nextAttemptIn: (time: string) => `Next attempt in ${time}.`,
  /** A running job that says nothing of its own. */
  started: 'Started',
  attempt: (attempt: number, maxAttempts: number) => `(attempt ${attempt} of ${maxAttempts})`,
  resultReady: 'The result is ready.',
  cancelledByUser: 'You cancelled this job. Its partial result is kept.',
  connectionLost: 'Connection lost. The job keeps running; this page reconnects by itself.',
  errorCode: 'Error code:',
  stagePending: 'not started',
  stageProcessing: 'in progress',
  stageCompleted: 'done',
  stageFailed: 'failed',
  stageSkipped: 'skipped',
  itemsDone: (count: number) => `${count} ready`,
  cancel: 'Cancel',
  retry: 'Try again',
};

export type JobProgressTexts = typeof jobProgressTexts;

/** The key of a status or of what a job waits for, such as `waitsForUser`. */
export const textKey = <Prefix extends string, Word extends string>(prefix: Prefix, word: Word) =>
  `${prefix}${word.charAt(0).toUpperCase()}${word.slice(1)}` as `${Prefix}${Capitalize<Word>}`;
