import { type Contract, isTerminal } from '../../overtime/index.ts';
import type { JobHandle } from '../../overtime/react.ts';
import { taskTitle } from '../jobs/task-title.ts';
import { SampleMark } from './sample-mark.tsx';
import { jobSummary } from './job-summary.ts';
import { TaskProgress } from './task-progress.tsx';
import { useNotification } from './use-notification.ts';
import { useTabState } from './use-tab-state.ts';
import { UsualDuration } from './usual-duration.tsx';
import { WatchErrorNotice } from './watch-error-notice.tsx';

export interface JobPanelProps<C extends Contract> {
  readonly job: JobHandle<C>;
  readonly contract: C;
  /** About the result, for the line that tells what a finished job took. */
  readonly facts?: readonly string[];
  /** False on a page that shows the stages itself. Default true. */
  readonly listsStages?: boolean;
}

/**
 * A job in view, above what it makes: the mark of samples, what went wrong, and its progress with cancel, retry, a
 * notification at its end and how long such jobs usually take; the browser's tab shows it too. Once it is completed, a
 * line that tells what it took. Nothing without a job.
 */
export function JobPanel<C extends Contract>({ job, contract, facts, listsStages = true }: JobPanelProps<C>) {
  const { jobId, snapshot, error } = job;
  useTabState(snapshot);
  const notification = useNotification(snapshot, taskTitle(contract.name));
  if (jobId === null) return null;
  return (
    <>
      {snapshot?.sample === true && <SampleMark />}
      <WatchErrorNotice job={job} />
      {snapshot?.status === 'completed' && (
        <p role="status" className="text-sm text-ink-soft">
          {jobSummary(snapshot, facts)}
        </p>
      )}
      {snapshot?.status !== 'completed' && (snapshot !== null || error === null) && (
        <TaskProgress job={job} contract={contract} listsStages={listsStages}>
          {snapshot !== null && !isTerminal(snapshot.status) && (
            <>
              {notification.state === 'off' && (
                <button type="button" onClick={() => void notification.ask()}>
                  Notify me when it is done
                </button>
              )}
              <span role="status" className="text-sm text-ink-soft">
                {notification.state === 'on' && 'You will be notified while this tab is open.'}
                {notification.state === 'blocked' && 'Notifications are blocked. Allow them in the browser.'}
              </span>
              <UsualDuration task={contract.name} />
            </>
          )}
        </TaskProgress>
      )}
    </>
  );
}
