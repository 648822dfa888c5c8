import '../zod-without-eval.ts';
import { useSearch } from '../use-path.ts';
import { BookPage } from './book-page.tsx';
import { ChapterJob } from './chapter-job.tsx';
import { ExportJob } from './export-job.tsx';
import { FoundationPage } from './foundation-page.tsx';

/** Writes books: `?book=` shows one, `?job=` the job that lays its foundation, or with `&task=` another one's. */
export function WritingPage() {
  const query = new URLSearchParams(useSearch());
  const bookId = query.get('book');
  if (bookId !== null) return <BookPage key={bookId} bookId={bookId} />;
  const [jobId, task] = [query.get('job'), query.get('task')];
  if (jobId !== null && task === 'write-chapter') return <ChapterJob jobId={jobId} />;
  if (jobId !== null && task === 'export-book') return <ExportJob jobId={jobId} />;
  return <FoundationPage />;
}
