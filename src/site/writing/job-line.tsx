import { isTerminal, type JobSnapshot } from '../../overtime/index.ts';
import { Button } from '../ui/button.tsx';

export interface JobLineProps {
  /** What the job makes, read out with its progress. */
  readonly label: string;
  /** Null until it has been read. */
  readonly snapshot: JobSnapshot | null;
  readonly busy: boolean;
  readonly onCancel: () => void;
  readonly onRetry: () => void;
}

/** A job in a few lines, for where several are at work side by side. Nothing once it is completed. */
export function JobLine({ label, snapshot, busy, onCancel, onRetry }: JobLineProps) {
  if (snapshot?.status === 'completed') return null;
  const running = snapshot === null || !isTerminal(snapshot.status);
  const percent = Math.round(snapshot?.progress ?? 0);
  return (
    <div className="grid gap-2 text-sm">
      {running && (
        <div
          role="progressbar"
          aria-label={label}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={percent}
          className="job-progress-bar"
        >
          <div className="job-progress-fill" style={{ width: `${percent}%` }} />
        </div>
      )}
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p aria-live="polite" className={snapshot?.status === 'failed' ? 'text-danger' : 'text-ink-soft'}>
          {stateInWords(snapshot)}
          {snapshot?.status === 'processing' && (
            <span aria-hidden="true" className="tabular-nums">
              {' '}
              · {percent} %
            </span>
          )}
        </p>
        {running ? (
          <Button look="quiet" busy={busy} onClick={onCancel} aria-label={`Cancel: ${label}`}>
            Cancel
          </Button>
        ) : (
          <Button busy={busy} onClick={onRetry} aria-label={`Try again: ${label}`}>
            Try again
          </Button>
        )}
      </div>
    </div>
  );
}

const waitWords = {
  worker: 'Starts soon.',
  time: 'Waiting for its scheduled time.',
  user: 'Waiting for one of your other jobs to finish.',
  lock: 'Waiting for another job on this book to finish.',
} as const;

function stateInWords(snapshot: JobSnapshot | null): string {
  switch (snapshot?.status) {
    case undefined:
      return 'Waiting in the queue.';
    case 'pending':
      // After a failed attempt the message says why it waits.
      return snapshot.message ?? waitWords[snapshot.waitsFor ?? 'worker'];
    case 'processing':
      return snapshot.message ?? 'Started';
    case 'failed':
      return snapshot.error;
    case 'cancelled':
      return 'You cancelled this.';
    case 'completed':
      return 'Done.';
  }
}
