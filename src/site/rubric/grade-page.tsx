import '../zod-without-eval.ts';
import { ClipboardList } from 'lucide-react';
import { isTerminal, type ResultOf } from '../../overtime/index.ts';
import { rememberInUrl, useJob, useJobsClient } from '../../overtime/react.ts';
import { gradeSubmission } from '../../tasks/grade-submission/contract.ts';
import { KeptReport } from '../grades/kept-report.tsx';
import { rememberStudents } from '../grades/sent-students.ts';
import { useGrade, useGradeTitles } from '../grades/use-grades.ts';
import { BegunForm, fromParameter } from '../forms/form-start.tsx';
import { useJobInput } from '../jobs/use-job-input.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { JobPanel } from '../ui/job-panel.tsx';
import { Notice } from '../ui/notice.tsx';
import { PageHeading } from '../ui/page-heading.tsx';
import { PageTabs } from '../ui/page-tabs.tsx';
import { RecentJobs } from '../ui/recent-jobs.tsx';
import { useAction } from '../ui/use-action.ts';
import { goTo } from '../use-path.ts';
import { GradeForm, type GradeInput } from './grade-form.tsx';
import { GradeReport, type GradeReportProps } from './grade-report.tsx';
import { useRubrics } from './use-rubrics.ts';

const memory = rememberInUrl();

/** Grades a submission by one of the user's rubrics (`?rubric=` begins with one). */
export function GradePage() {
  const job = useJob(gradeSubmission, { memory });
  const { jobId, snapshot } = job;
  const titles = useGradeTitles();

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
            titles={titles}
            empty="None yet. Jobs are kept here for 30 days, and grades in the gradebook until you delete them."
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
        action={
          <Button className="print:hidden" onClick={job.forget}>
            Grade another
          </Button>
        }
      />
      <div className="mt-6 grid gap-6">
        <JobPanel job={job} contract={gradeSubmission} />
        {snapshot?.status === 'completed' && <FinishedGrade jobId={jobId} result={snapshot.result} />}
        {snapshot !== null && snapshot.status !== 'completed' && snapshot.partial !== null && (
          <GradeAtWork
            jobId={jobId}
            state={isTerminal(snapshot.status) ? 'unfinished' : 'writing'}
            {...snapshot.partial}
          />
        )}
      </div>
    </>
  );
}

/** The kept grade, which can be corrected; what the job answered, until it is read and where it was deleted. */
function FinishedGrade({ jobId, result }: { jobId: string; result: ResultOf<typeof gradeSubmission> }) {
  const [grade] = useGrade(jobId).rows ?? [];
  return grade === undefined ? <GradeReport state="finished" {...result} /> : <KeptReport grade={grade} />;
}

/** The grades as far as they are written, beside the work where it was sent as text. */
function GradeAtWork({ jobId, ...grades }: Omit<GradeReportProps, 'submission'> & { jobId: string }) {
  const { data: input } = useJobInput(gradeSubmission, jobId);
  return <GradeReport {...grades} submission={input?.submission ?? null} />;
}

function GradeStart({ job }: { job: ReturnType<typeof useJob<typeof gradeSubmission>> }) {
  const { rows: rubrics, problem, refresh } = useRubrics();
  const client = useJobsClient();
  const all = useAction();
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
  const query = new URLSearchParams(window.location.search);
  if (rubrics.length === 0 && !query.has(fromParameter)) {
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
  const submit = async (inputs: readonly GradeInput[]) => {
    const [first] = inputs;
    if (inputs.length === 1 && first !== undefined) {
      await job.submit(first);
      return;
    }
    await all.run(async () => {
      const jobs = await client.submitAll(gradeSubmission, inputs);
      rememberStudents(
        Object.fromEntries(
          jobs.flatMap(({ jobId }, index) => {
            const student = inputs[index]?.student;
            return student === undefined ? [] : [[jobId, student]];
          }),
        ),
      );
      goTo('/gradebook');
    });
  };
  const wanted = query.get('rubric');
  const beginWith = rubrics.find(({ id }) => id === wanted) ?? null;
  return (
    <BegunForm contracts={[gradeSubmission]} begunWith={wanted}>
      <GradeForm
        rubrics={rubrics}
        beginWith={beginWith}
        error={all.error ?? job.error}
        busy={all.busy || job.busy === 'submit'}
        onSubmit={submit}
      />
    </BegunForm>
  );
}
