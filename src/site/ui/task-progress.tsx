import type { ReactNode } from 'react';
import type { Contract } from '../../overtime/index.ts';
import { type JobHandle, JobProgress } from '../../overtime/react.ts';
import { TryAgain } from '../forms/try-again.tsx';
import { progressTexts } from './progress-texts.ts';

export interface TaskProgressProps<C extends Contract> {
  readonly job: JobHandle<C>;
  readonly contract: C;
  readonly listsStages: boolean;
  /** Beside the buttons. */
  readonly children?: ReactNode;
}

/** The progress of the job in view on a sheet, with cancel and retry, in the words of its task. */
export function TaskProgress<C extends Contract>({
  job,
  contract,
  listsStages,
  children,
}: TaskProgressProps<C>) {
  const { snapshot } = job;
  const hasFailed = snapshot?.status === 'failed' || snapshot?.status === 'cancelled';
  return (
    <JobProgress
      className="sheet"
      snapshot={snapshot}
      stages={contract.stages}
      texts={progressTexts(contract.name)}
      listsStages={listsStages}
      trouble={job.trouble}
      busy={job.busy !== null}
      onCancel={() => void job.cancel()}
      onRetry={() => void job.retry()}
    >
      {hasFailed && <TryAgain task={contract.name} jobId={snapshot.jobId} />}
      {children}
    </JobProgress>
  );
}
