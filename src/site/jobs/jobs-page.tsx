import '../zod-without-eval.ts';
import { contracts } from '../../tasks/contracts.ts';
import { Notice } from '../ui/notice.tsx';
import { PageHeading } from '../ui/page-heading.tsx';
import { useSearch } from '../use-path.ts';
import { JobDetail } from './job-detail.tsx';
import { JobFiltersForm } from './job-filters-form.tsx';
import { JobList } from './job-list.tsx';
import { taskTitle } from './task-title.ts';

/** The history of all tasks; `?job=…&task=…` shows one job. */
export function JobsPage() {
  const search = useSearch();
  const query = new URLSearchParams(search);
  const jobId = query.get('job');
  const task = query.get('task') ?? '';

  if (jobId === null) {
    return (
      <>
        <PageHeading title="Jobs">Your job history: progress, results, time, cost and errors.</PageHeading>
        <div className="mt-6 grid gap-6">
          <JobFiltersForm search={search} />
          <JobList search={search} />
        </div>
      </>
    );
  }
  const contract = contracts.find(({ name }) => name === task);
  if (contract !== undefined) return <JobDetail key={contract.name} contract={contract} />;
  return (
    <>
      <PageHeading title={task === '' ? 'A job' : taskTitle(task)} />
      <Notice tone="danger" title={`This site has no task “${task}”.`}>
        <p>Open the job from the job list.</p>
      </Notice>
    </>
  );
}
