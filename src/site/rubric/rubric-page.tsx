import { lazy, Suspense } from 'react';
import { rememberInUrl, useJob } from '../../overtime/react.ts';
import { outline } from '../../tasks/extract-rubric/outline.ts';
import { BegunForm } from '../forms/form-start.tsx';
import { Button } from '../ui/button.tsx';
import { counted } from '../ui/format.ts';
import { JobPanel } from '../ui/job-panel.tsx';
import { PageHeading } from '../ui/page-heading.tsx';
import { PageTabs } from '../ui/page-tabs.tsx';
import { RecentJobs } from '../ui/recent-jobs.tsx';
import { extractRubric } from './extract-rubric.ts';
import { RubricForm } from './rubric-form.tsx';
import { useRubricTitles } from './use-rubrics.ts';

const memory = rememberInUrl();
// Loaded with the first job: the form needs none of it.
const RubricOfJob = lazy(async () => ({ default: (await import('./rubric-of-job.tsx')).RubricOfJob }));

/** Extracts a rubric: the form, then the job at work, then the result. The address names the job. */
export function RubricPage() {
  const job = useJob(extractRubric, { memory });
  const { jobId, snapshot } = job;

  if (jobId === null) {
    return (
      <>
        <PageHeading title="Extract a rubric">
          Reads the categories, levels and points from a file and checks them against the total.
        </PageHeading>
        <PageTabs path="/" />
        <div className="page-columns">
          <BegunForm contracts={[extractRubric]}>
            <RubricForm
              policy={outline.file}
              error={job.error}
              busy={job.busy === 'submit'}
              onSubmit={job.submit}
            />
          </BegunForm>
          <RecentRubrics />
        </div>
      </>
    );
  }

  return (
    <>
      <PageHeading
        jobId={jobId}
        title="Extract a rubric"
        action={<Button onClick={job.forget}>New rubric</Button>}
      />
      <div className="mt-6 grid gap-6">
        <JobPanel
          job={job}
          contract={extractRubric}
          facts={
            snapshot?.status === 'completed'
              ? [counted(snapshot.result.categoryCount, 'category', 'categories')]
              : []
          }
        />
        <Suspense fallback={null}>
          <RubricOfJob jobId={jobId} snapshot={snapshot} />
        </Suspense>
      </div>
    </>
  );
}

/** Reads the titles whenever it is shown, so that the rubric just written has its own. */
function RecentRubrics() {
  return (
    <RecentJobs
      task={extractRubric.name}
      title="Recent rubrics"
      titles={useRubricTitles()}
      empty="None yet. Jobs are kept here for 30 days."
    />
  );
}
