import { useState } from 'react';
import { plannedChapter } from '../../tasks/book/book-contract.ts';
import { longestAnswer } from '../../tasks/fields/text-contract.ts';
import { countWords } from '../../tasks/prose/words.ts';
import { EditActions } from '../edits/edit-actions.tsx';
import { Field } from '../ui/field.tsx';
import { counted } from '../ui/format.ts';
import { GrowingTextarea } from '../ui/growing-textarea.tsx';
import { Notice } from '../ui/notice.tsx';
import { planPart, textPart, useTextEdits } from './book-edits.ts';
import type { ChapterRow } from './use-book.ts';

export interface ChapterEditorProps {
  readonly bookId: string;
  readonly chapter: ChapterRow;
  /** Null where it is only planned. */
  readonly text: string | null;
  /** A job is writing its text. */
  readonly isBeingWritten: boolean;
  readonly onClose: () => void;
}

/** A chapter in place of its text, to be changed: title, plan, and the text where it is written. */
export function ChapterEditor({ bookId, chapter, text, isBeingWritten, onClose }: ChapterEditorProps) {
  const { number } = chapter;
  const edits = useTextEdits(bookId, number, false);
  // The page goes on reading the book: what counts is what this began with.
  const [start] = useState({
    title: chapter.title,
    summary: chapter.summary,
    text,
    updatedAt: chapter.updated_at,
  });
  const [title, setTitle] = useState(start.title);
  const [summary, setSummary] = useState(start.summary);
  const [draft, setDraft] = useState(start.text ?? '');
  const words = countWords(draft);
  const isTextChanged = start.text !== null && draft !== start.text;
  const isPlanChanged = title !== start.title || summary !== start.summary;
  const plan = plannedChapter.safeParse({ title: title.trim(), summary: summary.trim() });
  const hasText = start.text === null || draft.trim() !== '';

  const save = async () => {
    const saved = await edits.saveParts({
      ...(isTextChanged && { [textPart(number)]: { text: draft.trim(), wordCount: words } }),
      ...(isPlanChanged && plan.success && { [planPart(number)]: plan.data }),
    });
    if (saved) onClose();
  };

  return (
    <form
      aria-label={`Edit chapter ${number}`}
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!edits.action.busy) void save();
      }}
    >
      {start.text !== null && (
        <NewerText isBeingWritten={isBeingWritten} isWritten={isNewer(chapter, start)} />
      )}
      <Field label="Title" problem={title.trim() === '' ? 'Give the chapter a title.' : undefined}>
        {(control) => (
          <input
            {...control}
            // What was pressed is gone: the keyboard goes on here.
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
            className="input font-serif"
            maxLength={120}
            value={title}
            onChange={(event) => setTitle(event.target.value)}
          />
        )}
      </Field>
      <Field
        label="What happens"
        hint="The plan. Chapters that are written from now on follow it."
        problem={summary.trim() === '' ? 'Say what happens in the chapter.' : undefined}
      >
        {(control) => (
          <GrowingTextarea
            {...control}
            maxLength={1500}
            value={summary}
            onChange={(event) => setSummary(event.target.value)}
          />
        )}
      </Field>
      {start.text !== null && (
        <Field
          label="Text"
          hint="A blank line begins a paragraph."
          problem={hasText ? undefined : 'A written chapter has a text.'}
        >
          {(control) => (
            <GrowingTextarea
              {...control}
              isProse
              maxLength={longestAnswer}
              value={draft}
              onChange={(event) => setDraft(event.target.value)}
            />
          )}
        </Field>
      )}
      <div className="edit-bar">
        <EditActions
          action={edits.action}
          label="Save"
          disabled={!plan.success || !hasText || !(isTextChanged || isPlanChanged)}
          isChanged={isTextChanged || isPlanChanged}
          onDiscard={onClose}
        />
        {start.text !== null && (
          <p className="text-sm text-ink-soft tabular-nums">{counted(words, 'word')}</p>
        )}
      </div>
    </form>
  );
}

const isNewer = (chapter: ChapterRow, start: { readonly updatedAt: string }) =>
  chapter.updated_at !== start.updatedAt;

/** What becomes of the edit of a text that a job writes anew meanwhile. */
function NewerText({ isBeingWritten, isWritten }: { isBeingWritten: boolean; isWritten: boolean }) {
  if (isBeingWritten) {
    return (
      <Notice tone="info" title="This chapter is being rewritten">
        <p>The new text will replace this one. What you save before that stays in the versions.</p>
      </Notice>
    );
  }
  if (!isWritten) return null;
  return (
    <Notice tone="info" title="This chapter was rewritten">
      <p>If you save, your text replaces the new one, which stays in the versions.</p>
    </Notice>
  );
}
