import { useState, type ReactNode } from 'react';
import { cast, type Cast, outline as outlineSchema } from '../../tasks/book/book-contract.ts';
import { ListEditor, type ListEditorProps } from '../edits/list-editor.tsx';
import { VersionList } from '../edits/version-list.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { counted } from '../ui/format.ts';
import { useFocusReturn } from '../ui/use-focus-return.ts';
import { type BookEdit, type BookEdits, charactersPart, outlinePart, usePlanEdits } from './book-edits.ts';
import { CharacterList, OutlineView } from './foundation-view.tsx';
import type { BookRow } from './use-book.ts';

interface PlanCardProps {
  readonly bookId: string;
  /** The versions of the book's plan. */
  readonly edits: BookEdits;
}

/** The course of the story, to read and to change. */
export function OutlineCard({ outline, ...rest }: PlanCardProps & Pick<BookRow, 'outline'>) {
  return (
    <EditableCard
      {...rest}
      title="Outline"
      part={outlinePart}
      one="Part"
      fewest={3}
      most={5}
      fields={[{ name: 'text', label: 'What happens', most: 1500 }]}
      items={outline.map((text) => ({ text }))}
      read={(items) => outlineSchema.shape.outline.parse(items.map(({ text }) => text))}
    >
      <OutlineView parts={outline} />
    </EditableCard>
  );
}

/** Who is in the story, likewise. */
export function CharactersCard({ characters, ...rest }: PlanCardProps & Cast) {
  return (
    <EditableCard
      {...rest}
      title="Characters"
      part={charactersPart}
      one="Character"
      fewest={2}
      most={8}
      fields={[
        { name: 'name', label: 'Name', most: 80 },
        { name: 'role', label: 'Role', most: 200 },
        { name: 'description', label: 'Description', most: 1000 },
        { name: 'arc', label: 'How they change', most: 600 },
      ]}
      items={characters}
      read={(items) => cast.shape.characters.parse(items)}
    >
      <CharacterList characters={characters} />
    </EditableCard>
  );
}

type EditableCardProps = PlanCardProps &
  Pick<ListEditorProps, 'title' | 'one' | 'fields' | 'items' | 'fewest' | 'most'> & {
    readonly part: string;
    /** The edited items as the book has them. */
    readonly read: (items: ListEditorProps['items']) => BookEdit;
    readonly children: ReactNode;
  };

function EditableCard({ bookId, edits, part, read, children, ...list }: EditableCardProps) {
  const { title, one } = list;
  // The action of this card alone.
  const { save, action } = usePlanEdits(bookId);
  const [isEditing, setIsEditing] = useState(false);
  const editButton = useFocusReturn(isEditing);
  const name = title.toLowerCase();
  return (
    <Card
      title={title}
      action={
        !isEditing && (
          <Button
            ref={editButton}
            look="quiet"
            aria-label={`Edit the ${name}`}
            onClick={() => setIsEditing(true)}
          >
            Edit
          </Button>
        )
      }
    >
      {isEditing ? (
        <ListEditor
          {...list}
          title={`Edit the ${name}`}
          action={action}
          onClose={() => setIsEditing(false)}
          onSave={(items) => void save(read(items), { part }).then((saved) => saved && setIsEditing(false))}
        />
      ) : (
        <>
          {children}
          <VersionList
            edits={edits}
            part={part}
            original="As it was planned"
            describe={(content) =>
              Array.isArray(content) ? counted(content.length, one.toLowerCase()) : 'Edited'
            }
          />
        </>
      )}
    </Card>
  );
}
