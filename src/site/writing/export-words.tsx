import type { BookFormat } from '../../tasks/export-book/contract.ts';

export const formatNames: Readonly<Record<BookFormat, string>> = {
  pdf: 'PDF',
  epub: 'EPUB',
  docx: 'Word',
  markdown: 'Markdown',
};

const list = new Intl.ListFormat('en');

/** What the newest file leaves out, if anything. */
export function MissingChapters({ missing }: { missing: readonly number[] }) {
  if (missing.length === 0) return null;
  return (
    <p className="text-sm text-ink-soft">
      {missing.length === 1 ? 'Chapter' : 'Chapters'} {list.format(missing.map(String))}{' '}
      {missing.length === 1 ? 'was' : 'were'} not written yet when the newest file was made.
    </p>
  );
}
