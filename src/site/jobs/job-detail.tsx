import { type Contract, isTerminal } from '../../overtime/index.ts';
import { rememberInUrl, useJob } from '../../overtime/react.ts';
import { jobAddress } from '../pages.ts';
import { PageHeading } from '../ui/page-heading.tsx';
import { Card } from '../ui/card.tsx';
import { SampleMark } from '../ui/sample-mark.tsx';
import { Downloads } from '../ui/downloads.tsx';
import { StageTimeline } from '../ui/stage-timeline.tsx';
import { TaskProgress } from '../ui/task-progress.tsx';
import { WatchErrorNotice } from '../ui/watch-error-notice.tsx';
import { TryAgain } from '../forms/try-again.tsx';
import { DeleteJob } from './delete-job.tsx';
import { filesIn } from './files-in.ts';
import { JobFacts } from './job-facts.tsx';
import { JobData } from './job-data.tsx';
import { JobInput } from './job-input.tsx';
import { JobLog } from './job-log.tsx';
import { ModelCalls } from './model-calls.tsx';
import { taskTitle } from './task-title.ts';

const memory = rememberInUrl();

/** One job, whatever its task: how far it is or how it ended, and what it took. Live while it works. */
export function JobDetail({ contract }: { readonly contract: Contract }) {
  const job = useJob(contract, { memory });
  const { jobId, snapshot, error } = job;
  const address = jobId === null ? null : jobAddress(contract.name, jobId);
  const files = snapshot?.status === 'completed' ? filesIn(snapshot.result) : [];

  return (
    <>
      <PageHeading
        jobId={jobId}
        title={snapshot?.title ?? taskTitle(contract.name)}
        action={
          <a href="/jobs" className="button">
            All jobs
          </a>
        }
      >
        {taskTitle(contract.name)}
      </PageHeading>
      <div className="mt-6 grid gap-6">
        {snapshot?.sample === true && <SampleMark />}
        <WatchErrorNotice job={job} />
        {(snapshot !== null || error === null) && (
          <TaskProgress job={job} contract={contract} listsStages={false}>
            {snapshot?.status === 'completed' && <TryAgain task={contract.name} jobId={snapshot.jobId} />}
            {address !== null && snapshot !== null && (
              <a href={address} className="button">
                {snapshot.status === 'completed'
                  ? 'Open the result'
                  : isTerminal(snapshot.status)
                    ? 'Open the page'
                    : 'Watch the progress'}
              </a>
            )}
          </TaskProgress>
        )}
        {snapshot !== null && (
          <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
            <div className="grid min-w-0 gap-6">
              {files.length > 0 && (
                <Card title="Files">
                  <Downloads files={files} />
                </Card>
              )}
              {snapshot.status === 'completed' && (
                <Card title="Result">
                  <JobData value={snapshot.result} />
                </Card>
              )}
              <JobInput key={jobId} contract={contract} jobId={snapshot.jobId} />
              <JobLog snapshot={snapshot} />
              <ModelCalls snapshot={snapshot} />
            </div>
            <div className="grid min-w-0 gap-6">
              <JobFacts snapshot={snapshot} />
              <Card title="Stages">
                <StageTimeline snapshot={snapshot} stages={contract.stages} />
              </Card>
              {isTerminal(snapshot.status) && <DeleteJob jobId={snapshot.jobId} />}
            </div>
          </div>
        )}
      </div>
    </>
  );
}
