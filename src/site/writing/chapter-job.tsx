import { rememberInUrl, useJob } from '../../overtime/react.ts';
import { writeChapter } from '../../tasks/write-chapter/contract.ts';
import { counted } from '../ui/format.ts';
import { JobPanel } from '../ui/job-panel.tsx';
import { Prose } from '../ui/prose.tsx';
import { BookJobHeading } from './book-job-heading.tsx';

const memory = rememberInUrl();

/** One job that writes a chapter, as the list of jobs leads to it. */
export function ChapterJob({ jobId }: { jobId: string }) {
  const job = useJob(writeChapter, { memory });
  const { snapshot } = job;
  const result = snapshot?.status === 'completed' ? snapshot.result : null;
  const written =
    snapshot === null ? null : snapshot.status === 'completed' ? snapshot.result : snapshot.partial;
  return (
    <>
      <BookJobHeading jobId={jobId} title={written?.title ?? 'A chapter'} bookId={result?.bookId ?? null} />
      <div className="mt-6 grid gap-6">
        <JobPanel
          job={job}
          contract={writeChapter}
          facts={result === null ? [] : [counted(result.wordCount, 'word')]}
        />
        {written !== null && (
          <div className="sheet p-4 sm:p-8">
            <Prose text={written.text} />
          </div>
        )}
      </div>
    </>
  );
}
