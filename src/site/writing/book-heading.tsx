import { FieldsEditor } from '../edits/fields-editor.tsx';
import { Card } from '../ui/card.tsx';
import { PageHeading } from '../ui/page-heading.tsx';
import { aboutBook, aboutPart, type BookEdits } from './book-edits.ts';
import { EditablePart } from './editable-part.tsx';
import type { BookRow } from './use-book.ts';

export interface BookHeadingProps {
  readonly book: Pick<BookRow, 'id' | 'title' | 'premise'>;
  readonly edits: BookEdits;
}

/** The book's title and premise, to read and to change. */
export function BookHeading({ book: { id, title, premise }, edits }: BookHeadingProps) {
  return (
    <EditablePart
      bookId={id}
      edits={edits}
      part={aboutPart}
      title="Title and premise"
      describe={(content) => ('title' in content ? content.title : 'Edited')}
      renderEditor={(editor) => (
        <FieldsEditor
          {...editor}
          fields={[
            { name: 'title', label: 'Title' },
            { name: 'premise', label: 'Premise' },
          ]}
          schema={aboutBook}
          content={{ title, premise }}
        />
      )}
      renderPart={({ editButton, editor, versions }) => (
        <div className="grid gap-2">
          <PageHeading
            title={title}
            action={
              <div className="flex flex-wrap gap-3">
                {editButton}
                <a href="/writing" className="button">
                  All books
                </a>
              </div>
            }
          >
            {editor === null ? premise : undefined}
          </PageHeading>
          {editor === null ? versions : <Card title="Title and premise">{editor}</Card>}
        </div>
      )}
    />
  );
}
