import { useEffect, useId, useState } from 'react';
import { isTerminal } from '../../overtime/index.ts';
import { useJobsClient, useJobStatus } from '../../overtime/react.ts';
import { writeChapter } from '../../tasks/write-chapter/contract.ts';
import { VersionList } from '../edits/version-list.tsx';
import { ApiErrorNotice } from '../ui/api-error-notice.tsx';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { counted } from '../ui/format.ts';
import { Prose } from '../ui/prose.tsx';
import { useFocusReturn } from '../ui/use-focus-return.ts';
import { type BookEdits, planPart } from './book-edits.ts';
import { ChapterEditor } from './chapter-editor.tsx';
import { ChapterReading } from './chapter-reading.tsx';
import { JobLine } from './job-line.tsx';
import { useAction } from '../ui/use-action.ts';
import { useChapterText, type BookJob, type ChapterRow } from './use-book.ts';

export interface ChapterCardProps {
  readonly bookId: string;
  readonly chapter: ChapterRow;
  /** The versions of the book's plan. */
  readonly edits: BookEdits;
  /** The newest job that writes or wrote it. */
  readonly job: BookJob | null;
  /** Its job is followed; false while many others are at work. */
  readonly isWatched: boolean;
  /** A job has begun or ended. */
  readonly onChange: () => void;
}

/** A chapter: its plan, the way to have it written, its text as it comes and once it is there. */
export function ChapterCard({ bookId, chapter, edits, job, isWatched, onChange }: ChapterCardProps) {
  const client = useJobsClient();
  const action = useAction();
  const titleId = useId();
  const [isOpen, setIsOpen] = useState(false);
  const [wishes, setWishes] = useState<string | null>(null);
  /** Whether it is being edited, and the text that this began with. */
  const [editing, setEditing] = useState<{ readonly text: string | null } | 'loading' | null>(null);
  const isEditing = editing !== null && editing !== 'loading';
  const editButton = useFocusReturn(isEditing);
  /** The job that was seen at work here: its text stays in view. */
  const [seen, setSeen] = useState<string | null>(null);

  const isUnfinished = job !== null && !isTerminal(job.status);
  const follows = job !== null && (isUnfinished ? isWatched : job.status !== 'completed' || job.id === seen);
  const { snapshot } = useJobStatus(writeChapter, follows ? job.id : null);
  const status = snapshot?.status;
  const isRunning = status === undefined ? isUnfinished : !isTerminal(status);

  useEffect(() => {
    if (!isUnfinished || status === undefined) return;
    if (isTerminal(status)) onChange();
    else setSeen(job.id);
    // Told when the status changes, not whenever the page is drawn.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [isUnfinished, status]);

  const isWritten = chapter.word_count !== null || status === 'completed';
  const showsText = isWritten && !isRunning && isOpen && !isEditing;
  const wantsText = showsText || editing === 'loading';
  const written = snapshot?.status === 'completed' ? snapshot.result.text : null;
  // What was edited since the job counts instead of its result.
  const isAsSeen = written !== null && !chapter.is_edited;
  const { rows, problem } = useChapterText(bookId, chapter, wantsText && !isAsSeen);
  const text = isAsSeen ? written : (rows?.[0]?.text ?? null);
  useEffect(() => {
    if (editing === 'loading' && text !== null) setEditing({ text });
  }, [editing, text]);

  // What was seen coming stays where it is when it is done: other chapters may be read meanwhile.
  const coming =
    snapshot === null || snapshot.status === 'completed' ? written : (snapshot.partial?.text ?? null);

  const write = () =>
    action.run(async () => {
      const prompt = wishes?.trim() ?? '';
      await client.submit(writeChapter, {
        bookId,
        chapter: chapter.number,
        ...(prompt !== '' && { prompt }),
      });
      setWishes(null);
      onChange();
    });

  return (
    <article aria-labelledby={titleId} aria-busy={isRunning} className="sheet grid gap-3 p-4 sm:p-6">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <p className="text-sm text-ink-soft">
            Chapter {chapter.number}
            {chapter.word_count !== null && ` · ${counted(chapter.word_count, 'word')}`}
            {chapter.is_edited && ' · edited'}
            {chapter.word_count !== null && chapter.sample && ' · sample'}
          </p>
          <h3 id={titleId} className="font-serif text-xl tracking-tight">
            {chapter.title}
          </h3>
        </div>
        {!isRunning && !isEditing && (
          <div className="flex flex-wrap gap-2">
            {isWritten && (
              <Button
                aria-expanded={showsText}
                aria-label={`${showsText ? 'Close' : 'Read'} chapter ${chapter.number}`}
                onClick={() => {
                  setIsOpen(!isOpen);
                  setSeen(null);
                }}
              >
                {showsText ? 'Close' : 'Read'}
              </Button>
            )}
            <Button
              ref={editButton}
              look="quiet"
              busy={editing === 'loading' && problem === null}
              aria-label={`Edit chapter ${chapter.number}`}
              onClick={() => {
                setSeen(null);
                setIsOpen(isWritten);
                setWishes(null);
                setEditing(chapter.word_count === null ? { text: null } : 'loading');
              }}
            >
              Edit
            </Button>
            <Button
              look={isWritten ? 'quiet' : 'plain'}
              busy={action.busy}
              aria-label={`${isWritten ? 'Rewrite' : 'Write'} chapter ${chapter.number}`}
              onClick={() => (isWritten && wishes === null ? setWishes('') : void write())}
            >
              {isWritten ? 'Rewrite' : 'Write'}
            </Button>
          </div>
        )}
      </div>
      {!isEditing && (
        <p dir="auto" className="max-w-[38rem] text-sm text-ink-soft">
          {chapter.summary}
        </p>
      )}
      {isEditing && (
        <ChapterEditor
          bookId={bookId}
          chapter={chapter}
          text={editing.text}
          isBeingWritten={isRunning}
          onClose={() => setEditing(null)}
        />
      )}
      {!isRunning && wishes !== null && (
        <Wishes
          isWritten={isWritten}
          chapter={chapter.number}
          wishes={wishes}
          onChange={setWishes}
          onClose={() => setWishes(null)}
        />
      )}
      {!isRunning && wishes === null && !isWritten && !isEditing && (
        <button type="button" className="link w-fit text-sm font-normal" onClick={() => setWishes('')}>
          Add instructions<span className="sr-only"> for chapter {chapter.number}</span>
        </button>
      )}
      {action.error !== null && <ApiErrorNotice error={action.error} />}
      {job !== null && (isRunning || status === 'failed' || status === 'cancelled') && (
        <JobLine
          label={`Chapter ${chapter.number}`}
          snapshot={snapshot}
          busy={action.busy}
          onCancel={() => void action.run(() => client.cancel(job.id).finally(onChange))}
          onRetry={() => void action.run(() => client.retry(job.id).finally(onChange))}
        />
      )}
      {coming !== null && coming !== '' && !showsText && (!isEditing || isRunning) && (
        // Turned around, so that the box stays at its end while the text grows.
        <div
          role="region"
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is reached by keys
          tabIndex={0}
          aria-label={`Chapter ${chapter.number}, ${isRunning ? 'as it is written' : isWritten ? 'as it was written' : 'unfinished'}`}
          className="flex max-h-96 flex-col-reverse overflow-y-auto rounded-md bg-paper p-4"
        >
          <Prose text={coming} />
        </div>
      )}
      {wantsText && problem !== null && <p className="text-sm text-danger">{problem}</p>}
      {showsText && text !== null && <ChapterReading bookId={bookId} chapter={chapter} text={text} />}
      {(showsText || !isWritten) && !isEditing && (
        <VersionList
          edits={edits}
          part={planPart(chapter.number)}
          title="Versions of title and plan"
          original="As it was planned"
          describe={(content) => ('title' in content ? content.title : 'Edited')}
          renderVersion={(content) => 'summary' in content && <p dir="auto">{content.summary}</p>}
        />
      )}
    </article>
  );
}

interface WishesProps {
  readonly isWritten: boolean;
  readonly chapter: number;
  readonly wishes: string;
  readonly onChange: (wishes: string) => void;
  readonly onClose: () => void;
}

/** What the writer should mind in this chapter. */
function Wishes({ isWritten, chapter, wishes, onChange, onClose }: WishesProps) {
  return (
    <Field
      label={`Instructions for chapter ${chapter}`}
      optional
      hint={
        <>
          {isWritten && 'Rewriting replaces the text. '}
          <button type="button" className="link font-normal" onClick={onClose}>
            Cancel
          </button>
        </>
      }
    >
      {(control) => (
        <textarea
          {...control}
          className="input"
          rows={2}
          maxLength={2000}
          value={wishes}
          placeholder="e.g. end it with the letter being opened"
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
