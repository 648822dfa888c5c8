import '../zod-without-eval.ts';
import { ClipboardList } from 'lucide-react';
import { isTerminal } from '../../overtime/index.ts';
import { rememberInUrl, useJob } from '../../overtime/react.ts';
import { gradeSubmission } from '../../tasks/grade-submission/contract.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { JobPanel } from '../ui/job-panel.tsx';
import { Notice } from '../ui/notice.tsx';
import { PageHeading } from '../ui/page-heading.tsx';
import { PageTabs } from '../ui/page-tabs.tsx';
import { RecentJobs } from '../ui/recent-jobs.tsx';
import { GradeForm } from './grade-form.tsx';
import { GradeReport } from './grade-report.tsx';
import { useRubrics } from './use-rubrics.ts';

const memory = rememberInUrl();

/** Grades a submission by one of the user's rubrics (`?rubric=` begins with one). */
export function GradePage() {
  const job = useJob(gradeSubmission, { memory });
  const { jobId, snapshot } = job;

  if (jobId === null) {
    return (
      <>
        <PageHeading title="Grade a submission">
          Each grade quotes the submission. A quote that is not in the submission is rejected.
        </PageHeading>
        <PageTabs path="/grade" />
        <div className="page-columns">
          <GradeStart job={job} />
          <RecentJobs
            task={gradeSubmission.name}
            title="Recently graded"
            empty="None yet. Grades are kept here for 30 days."
          />
        </div>
      </>
    );
  }

  return (
    <>
      <PageHeading
        jobId={jobId}
        title="Grade a submission"
        action={<Button onClick={job.forget}>Grade another</Button>}
      />
      <div className="mt-6 grid gap-6">
        <JobPanel job={job} contract={gradeSubmission} />
        {snapshot?.status === 'completed' && (
          <GradeReport jobId={jobId} state="finished" {...snapshot.result} />
        )}
        {snapshot !== null && snapshot.status !== 'completed' && snapshot.partial !== null && (
          <GradeReport
            jobId={jobId}
            state={isTerminal(snapshot.status) ? 'unfinished' : 'writing'}
            {...snapshot.partial}
          />
        )}
      </div>
    </>
  );
}

function GradeStart({ job }: { job: ReturnType<typeof useJob<typeof gradeSubmission>> }) {
  const { rows: rubrics, problem, refresh } = useRubrics();
  if (rubrics === null) {
    if (problem === null) return <p className="text-ink-soft">Loading your rubrics…</p>;
    return (
      <Notice tone="danger" title={problem}>
        <Button className="mt-3" onClick={refresh}>
          Try again
        </Button>
      </Notice>
    );
  }
  if (rubrics.length === 0) {
    return (
      <EmptyState icon={ClipboardList} title="Grading needs a rubric first">
        <a href="/" className="link">
          Extract one from a document
        </a>{' '}
        or{' '}
        <a href="/enhance" className="link">
          write one from a few rules
        </a>
        .
      </EmptyState>
    );
  }
  const wanted = new URLSearchParams(window.location.search).get('rubric');
  const beginWith = rubrics.find(({ id }) => id === wanted) ?? null;
  return (
    <GradeForm
      rubrics={rubrics}
      beginWith={beginWith}
      error={job.error}
      busy={job.busy === 'submit'}
      onSubmit={job.submit}
    />
  );
}
