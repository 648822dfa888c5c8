import '../zod-without-eval.ts';
import { rememberInUrl, useJob } from '../../overtime/react.ts';
import { scoreBook } from '../../tasks/score-book/contract.ts';
import { BegunForm } from '../forms/form-start.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { SampleMark } from '../ui/sample-mark.tsx';
import { JobPanel } from '../ui/job-panel.tsx';
import { PageHeading } from '../ui/page-heading.tsx';
import { DeleteScore } from './delete-score.tsx';
import { ScoreChart } from './score-chart.tsx';
import { ScoreForm } from './score-form.tsx';
import { keptReport, ScoreReport } from './score-report.tsx';
import { ScoredBooks } from './scored-books.tsx';
import { useScoredBooks } from './use-scored-books.ts';

const memory = rememberInUrl();

/** Scores a book by what is known of it. */
export function ScoringPage() {
  const job = useJob(scoreBook, { memory });
  const { rows: books } = useScoredBooks();
  const { jobId, snapshot } = job;

  if (jobId === null) {
    return (
      <>
        <PageHeading title="Score a book">
          Five scores, based on data and reader reviews from Hardcover and Google Books.
        </PageHeading>
        <div className="page-columns">
          <BegunForm contracts={[scoreBook]}>
            <ScoreForm error={job.error} busy={job.busy === 'submit'} onSubmit={job.submit} />
          </BegunForm>
          <ScoredBooks />
        </div>
      </>
    );
  }

  const scored = books?.find((book) => book.job_id === jobId);
  const kept = job.error?.code === 'not_found' ? scored : undefined;
  return (
    <>
      <PageHeading
        jobId={jobId}
        title="Score a book"
        action={<Button onClick={job.forget}>Score another book</Button>}
      />
      <div className="mt-6 grid gap-6">
        {kept === undefined ? (
          <JobPanel job={job} contract={scoreBook} />
        ) : (
          <>
            {kept.sample && <SampleMark />}
            <p className="text-sm text-ink-soft">The job has expired. These are its scores.</p>
            <ScoreReport report={keptReport(kept)} />
          </>
        )}
        {scored !== undefined && <DeleteScore jobId={jobId} />}
        {snapshot?.status === 'completed' && <ScoreReport report={snapshot.result} />}
        {snapshot !== null && snapshot.status !== 'completed' && snapshot.partial !== null && (
          <Card title="Scores so far" busy={snapshot.status === 'processing'}>
            <ScoreChart scores={snapshot.partial.scores} />
          </Card>
        )}
      </div>
    </>
  );
}
