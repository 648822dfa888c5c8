import { isTerminal } from '../../overtime/index.ts';
import { rememberInUrl, useJob } from '../../overtime/react.ts';
import { createFoundation } from '../../tasks/create-foundation/contract.ts';
import { BegunForm } from '../forms/form-start.tsx';
import { Button } from '../ui/button.tsx';
import { counted } from '../ui/format.ts';
import { JobPanel } from '../ui/job-panel.tsx';
import { PageHeading } from '../ui/page-heading.tsx';
import { bookAddress } from './book-address.ts';
import { BookList } from './book-list.tsx';
import { FoundationForm } from './foundation-form.tsx';
import { FoundationView } from './foundation-view.tsx';

const memory = rememberInUrl();

/** Begins a book: the form and the books there are, then the foundation as it is laid. */
export function FoundationPage() {
  const job = useJob(createFoundation, { memory });
  const { jobId, snapshot } = job;

  if (jobId === null) {
    return (
      <>
        <PageHeading jobId={jobId} title="Write a book">
          Turn an idea into an outline, characters, a style guide and a chapter plan. Then each chapter is
          written by them.
        </PageHeading>
        <div className="page-columns">
          <BegunForm contracts={[createFoundation]}>
            <FoundationForm error={job.error} busy={job.busy === 'submit'} onSubmit={job.submit} />
          </BegunForm>
          <BookList />
        </div>
      </>
    );
  }

  const result = snapshot?.status === 'completed' ? snapshot.result : null;
  const foundation =
    snapshot === null ? null : snapshot.status === 'completed' ? snapshot.result : snapshot.partial;

  return (
    <>
      <PageHeading
        jobId={jobId}
        title={foundation?.title ?? 'A new book'}
        action={
          result === null ? (
            <Button onClick={job.forget}>All books</Button>
          ) : (
            <a href={bookAddress(result.bookId)} className="button button-primary">
              Write the chapters
            </a>
          )
        }
      />
      <div className="mt-6 grid gap-6">
        <JobPanel
          job={job}
          contract={createFoundation}
          facts={result === null ? [] : [counted(result.chapters.length, 'chapter')]}
        />
        {snapshot !== null && (
          <FoundationView foundation={foundation ?? {}} isWriting={!isTerminal(snapshot.status)} />
        )}
      </div>
    </>
  );
}
