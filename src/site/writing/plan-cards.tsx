import type { ReactNode } from 'react';
import {
  cast,
  type Cast,
  outline as outlineSchema,
  styleGuide,
  type StyleGuide,
} from '../../tasks/book/book-contract.ts';
import { FieldsEditor } from '../edits/fields-editor.tsx';
import { ListEditor, type ListEditorProps } from '../edits/list-editor.tsx';
import { Card } from '../ui/card.tsx';
import { counted } from '../ui/format.ts';
import { type BookEdit, type BookEdits, charactersPart, outlinePart, stylePart } from './book-edits.ts';
import { type EditedPart, EditablePart } from './editable-part.tsx';
import { CharacterList, OutlineView, StyleGuideView } from './foundation-view.tsx';
import type { BookRow } from './use-book.ts';

interface PlanCardProps {
  readonly bookId: string;
  /** The versions of the book's plan. */
  readonly edits: BookEdits;
}

/** The course of the story, to read and to change. */
export function OutlineCard({ outline, ...rest }: PlanCardProps & Pick<BookRow, 'outline'>) {
  return (
    <ListCard
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
    </ListCard>
  );
}

/** Who is in the story, likewise. */
export function CharactersCard({ characters, ...rest }: PlanCardProps & Cast) {
  return (
    <ListCard
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
    </ListCard>
  );
}

type ListCardProps = PlanCardProps &
  Pick<ListEditorProps, 'title' | 'one' | 'fields' | 'items' | 'fewest' | 'most'> & {
    readonly part: string;
    /** The edited items as the book has them. */
    readonly read: (items: ListEditorProps['items']) => BookEdit;
    readonly children: ReactNode;
  };

function ListCard({ bookId, edits, part, read, children, ...list }: ListCardProps) {
  const { title, one } = list;
  return (
    <EditableCard
      {...{ bookId, edits, part, title }}
      describe={(content) => (Array.isArray(content) ? counted(content.length, one.toLowerCase()) : 'Edited')}
      renderEditor={(editor) => (
        <ListEditor {...list} {...editor} onSave={(items) => editor.onSave(read(items))} />
      )}
    >
      {children}
    </EditableCard>
  );
}

/** How the book is written, likewise. */
export function StyleGuideCard({ guide, ...rest }: PlanCardProps & { readonly guide: StyleGuide }) {
  return (
    <EditableCard
      {...rest}
      title="Style guide"
      part={stylePart}
      renderEditor={(editor) => (
        <FieldsEditor
          {...editor}
          fields={[
            { name: 'voice', label: 'Voice' },
            { name: 'tense', label: 'Tense', choices: styleGuide.shape.tense.options },
            { name: 'tone', label: 'Tone' },
            { name: 'rules', label: 'Rules' },
          ]}
          schema={styleGuide}
          content={guide}
        />
      )}
    >
      <StyleGuideView guide={guide} />
    </EditableCard>
  );
}

interface EditableCardProps extends EditedPart {
  readonly children: ReactNode;
}

/** A part of the plan on a card, with the way to change it, and its versions. */
function EditableCard({ children, ...part }: EditableCardProps) {
  return (
    <EditablePart
      {...part}
      renderPart={({ editButton, editor, versions }) => (
        <Card title={part.title} action={editButton}>
          {editor ?? (
            <>
              {children}
              {versions}
            </>
          )}
        </Card>
      )}
    />
  );
}
