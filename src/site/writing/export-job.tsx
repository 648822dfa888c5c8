import { rememberInUrl, useJob } from '../../overtime/react.ts';
import { exportBook } from '../../tasks/export-book/contract.ts';
import { Downloads } from '../ui/downloads.tsx';
import { JobPanel } from '../ui/job-panel.tsx';
import { BookJobHeading } from './book-job-heading.tsx';
import { formatNames, MissingChapters } from './export-words.tsx';

const memory = rememberInUrl();

/** One job that exports a book, as the list of jobs leads to it. */
export function ExportJob({ jobId }: { jobId: string }) {
  const job = useJob(exportBook, { memory });
  const { snapshot } = job;
  const result = snapshot?.status === 'completed' ? snapshot.result : null;
  return (
    <>
      <BookJobHeading
        jobId={jobId}
        title={result?.title ?? 'Export of a book'}
        bookId={result?.bookId ?? null}
      />
      <div className="mt-6 grid gap-6">
        <JobPanel
          job={job}
          contract={exportBook}
          facts={result === null ? [] : [formatNames[result.format]]}
        />
        {result !== null && (
          <>
            <Downloads files={[result.file]} />
            <MissingChapters missing={result.missing} />
          </>
        )}
      </div>
    </>
  );
}
