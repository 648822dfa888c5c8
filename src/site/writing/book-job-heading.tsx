import { PageHeading } from '../ui/page-heading.tsx';
import { bookAddress } from './book-address.ts';

export interface BookJobHeadingProps {
  readonly jobId: string;
  readonly title: string;
  /** Null until the job returns it. */
  readonly bookId: string | null;
}

/** Above a single job of a book: what it makes, and the way to the book. */
export function BookJobHeading({ jobId, title, bookId }: BookJobHeadingProps) {
  return (
    <PageHeading
      jobId={jobId}
      title={title}
      action={
        <a href={bookId === null ? '/writing' : bookAddress(bookId)} className="button">
          {bookId === null ? 'All books' : 'The whole book'}
        </a>
      }
    />
  );
}
