import { useState, type ReactNode } from 'react';
import { VersionList } from '../edits/version-list.tsx';
import { Button } from '../ui/button.tsx';
import type { Action } from '../ui/use-action.ts';
import { useFocusReturn } from '../ui/use-focus-return.ts';
import { type BookEdit, type BookEdits, usePlanEdits } from './book-edits.ts';

/** A part of a book's plan, and how it is edited. */
export interface EditedPart {
  readonly bookId: string;
  /** The versions of the book's plan. */
  readonly edits: BookEdits;
  readonly part: string;
  /** What it is called, such as `Outline`. */
  readonly title: string;
  /** What is said of a version. Default: that it was edited. */
  readonly describe?: (content: BookEdit) => string;
  readonly renderEditor: (editor: {
    readonly title: string;
    readonly action: Action;
    readonly onSave: (content: BookEdit) => void;
    readonly onClose: () => void;
  }) => ReactNode;
}

export interface EditablePartProps extends EditedPart {
  readonly renderPart: (parts: {
    readonly editButton: ReactNode;
    /** In place of the part while it is edited, else null. */
    readonly editor: ReactNode;
    readonly versions: ReactNode;
  }) => ReactNode;
}

/** A part of a book's plan with the way to change it, and its versions. */
export function EditablePart({
  bookId,
  edits,
  part,
  title,
  describe,
  renderEditor,
  renderPart,
}: EditablePartProps) {
  // The action of this part alone.
  const { save, action } = usePlanEdits(bookId);
  const [isEditing, setIsEditing] = useState(false);
  const editButton = useFocusReturn(isEditing);
  const name = `Edit the ${title.toLowerCase()}`;
  return renderPart({
    editButton: !isEditing && (
      <Button ref={editButton} look="quiet" aria-label={name} onClick={() => setIsEditing(true)}>
        Edit
      </Button>
    ),
    editor: isEditing
      ? renderEditor({
          title: name,
          action,
          onClose: () => setIsEditing(false),
          onSave: (content) => void save(content, { part }).then((saved) => saved && setIsEditing(false)),
        })
      : null,
    versions: (
      <VersionList
        edits={edits}
        part={part}
        original="As it was planned"
        {...(describe !== undefined && { describe })}
      />
    ),
  });
}
