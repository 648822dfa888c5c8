import { countWords } from '../../tasks/prose/words.ts';
import { VersionList } from '../edits/version-list.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { counted } from '../ui/format.ts';
import { Prose } from '../ui/prose.tsx';
import { type BookEdit, useTextEdits, textPart } from './book-edits.ts';
import type { ChapterRow } from './use-book.ts';

export interface ChapterReadingProps {
  readonly bookId: string;
  readonly chapter: ChapterRow;
  readonly text: string;
}

/** The text of a chapter, to read and to copy, with the versions that it had. */
export function ChapterReading({ bookId, chapter, text }: ChapterReadingProps) {
  const edits = useTextEdits(bookId, chapter.number, true);
  return (
    <div className="grid gap-4 border-t border-line pt-4">
      <Prose text={text} />
      <div className="flex gap-3">
        <CopyButton text={text} />
      </div>
      <VersionList
        edits={edits}
        part={textPart(chapter.number)}
        title="Versions of the text"
        original={`As the job wrote it, ${counted(chapter.job_word_count ?? 0, 'word')}`}
        originalAt={chapter.updated_at}
        describe={(content) => counted(versionOf(content).wordCount, 'word')}
        renderVersion={(content) => <Prose text={versionOf(content).text} />}
      />
    </div>
  );
}

/** What a version has: whatever a user stored, which need not be a text. */
function versionOf(content: BookEdit) {
  const text = 'text' in content ? content.text : '';
  return { text, wordCount: countWords(text) };
}
