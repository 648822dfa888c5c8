import '../zod-without-eval.ts';
import { useEffect, useRef, type ReactNode, type Ref } from 'react';
import type { SnapshotOf } from '../../client/index.ts';
import { isTerminal } from '../../job.ts';
import { formatDuration, JobProgress, rememberInUrl, useJob } from '../../react/index.ts';
import { extractRubric } from '../../tasks/extract-rubric/contract.ts';
import { ApiErrorNotice } from '../ui/api-error-notice.tsx';
import { RecentRubrics } from './recent-rubrics.tsx';
import { RubricForm } from './rubric-form.tsx';
import { RubricResult } from './rubric-result.tsx';
import { RubricTable } from './rubric-table.tsx';

const memory = rememberInUrl();
const filePolicy = extractRubric.policy.file;

/** Extracts a rubric: the form, then the job at work, then the result. The address names the job. */
export function RubricPage() {
  const job = useJob(extractRubric, { memory });
  const { jobId, snapshot } = job;
  const heading = useRef<HTMLHeadingElement>(null);
  const shownJobId = useRef(jobId);

  useEffect(() => {
    // What was just pressed is gone with the view before: keyboards and screen readers go on at the top.
    if (shownJobId.current !== jobId) heading.current?.focus();
    shownJobId.current = jobId;
  }, [jobId]);

  if (jobId === null) {
    return (
      <>
        <PageHeading ref={heading} title="A rubric from a document">
          Its categories, levels and points are read out of the file and checked against the total.
        </PageHeading>
        <div className="mt-8 grid items-start gap-10 lg:grid-cols-[minmax(0,1fr)_18rem] lg:gap-12">
          {filePolicy !== null && <RubricForm policy={filePolicy} error={job.error} onSubmit={job.submit} />}
          <RecentRubrics task={extractRubric.name} />
        </div>
      </>
    );
  }

  return (
    <>
      <PageHeading
        ref={heading}
        title="A rubric from a document"
        action={
          <button type="button" className="button" onClick={job.forget}>
            New rubric
          </button>
        }
      />
      <div className="mt-6 grid gap-6">
        {snapshot?.demo === true && (
          <p className="demo-mark">
            <strong>Demo.</strong> Written by the demo model, not by a language model: for trying the page,
            not for use.
          </p>
        )}
        {job.error !== null && (
          <ApiErrorNotice error={job.error}>
            {job.error.code !== 'not_found' && (
              <button type="button" className="button mt-3" onClick={job.watchAgain}>
                Look again
              </button>
            )}
          </ApiErrorNotice>
        )}
        {snapshot?.status === 'completed' ? (
          <RubricResult result={snapshot.result} summary={summaryOf(snapshot)} />
        ) : (
          <>
            {(snapshot !== null || job.error === null) && (
              <JobProgress
                className="sheet"
                snapshot={snapshot}
                stages={extractRubric.stages}
                trouble={job.trouble}
                busy={job.busy !== null}
                onCancel={() => void job.cancel()}
                onRetry={() => void job.retry()}
              />
            )}
            {snapshot?.partial != null && (
              <RubricTable
                rubric={snapshot.partial.rubric}
                state={isTerminal(snapshot.status) ? 'unfinished' : 'writing'}
              />
            )}
          </>
        )}
      </div>
    </>
  );
}

interface PageHeadingProps {
  readonly title: string;
  readonly action?: ReactNode;
  readonly children?: ReactNode;
  readonly ref: Ref<HTMLHeadingElement>;
}

function PageHeading({ title, action, children, ref }: PageHeadingProps) {
  return (
    <div>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <h1 ref={ref} tabIndex={-1} className="font-serif text-2xl tracking-tight outline-none sm:text-3xl">
          {title}
        </h1>
        {action}
      </div>
      {children !== undefined && <p className="mt-2 max-w-2xl text-ink-soft">{children}</p>}
    </div>
  );
}

/** Such as `Done in 42 s · 3 categories · 3,412 tokens · $0.0021`. */
function summaryOf(snapshot: Extract<SnapshotOf<typeof extractRubric>, { status: 'completed' }>): string {
  const { durationMs, queueTimeMs, tokenUsage, costUsd } = snapshot.performance;
  const { categoryCount } = snapshot.result;
  return [
    `Done in ${formatDuration(durationMs + queueTimeMs)}`,
    `${categoryCount} ${categoryCount === 1 ? 'category' : 'categories'}`,
    ...(tokenUsage > 0 ? [`${tokenUsage.toLocaleString('en')} tokens`] : []),
    ...(costUsd === null || snapshot.demo ? [] : [`$${costUsd.toFixed(costUsd < 0.1 ? 4 : 2)}`]),
  ].join(' · ');
}
