import { useEffect, useState } from 'react';
import { isTerminal } from '../../overtime/index.ts';
import { useJobsClient, useJobStatus } from '../../overtime/react.ts';
import { bookFormats, exportBook, type BookFormat } from '../../tasks/export-book/contract.ts';
import { ApiErrorNotice } from '../ui/api-error-notice.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Downloads } from '../ui/downloads.tsx';
import { Field } from '../ui/field.tsx';
import { fieldText } from '../ui/field-text.ts';
import { LanguageField } from '../ui/language-field.tsx';
import { SegmentedControl } from '../ui/segmented-control.tsx';
import { formatNames, MissingChapters } from './export-words.tsx';
import { JobLine } from './job-line.tsx';
import { useAction } from '../ui/use-action.ts';
import type { BookJob } from './use-book.ts';

export interface ExportCardProps {
  readonly bookId: string;
  /** A chapter is written: there is something to export. */
  readonly hasText: boolean;
  /** The book's export jobs, the newest first. */
  readonly jobs: readonly BookJob[];
  /** A job has begun or ended. */
  readonly onChange: () => void;
}

/** Makes files of the book, and keeps the newest one of each format at hand. */
export function ExportCard({ bookId, hasText, jobs, onChange }: ExportCardProps) {
  const client = useJobsClient();
  const action = useAction();
  const [format, setFormat] = useState<BookFormat>('pdf');
  const [newest] = jobs;
  const isUnfinished = newest !== undefined && !isTerminal(newest.status);
  const { snapshot } = useJobStatus(exportBook, newest?.status === 'completed' ? null : (newest?.id ?? null));
  const status = snapshot?.status;

  useEffect(() => {
    if (isUnfinished && status !== undefined && isTerminal(status)) onChange();
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- told when the status changes
  }, [isUnfinished, status]);

  const files = bookFormats.flatMap(
    (each) => jobs.find((job) => job.format === each && job.file !== null)?.file ?? [],
  );
  const send = (fields: FormData) =>
    action.run(async () => {
      const [author, language] = [fieldText(fields, 'author'), fieldText(fields, 'language')];
      await client.submit(exportBook, {
        bookId,
        format,
        ...(author !== '' && { author }),
        ...(language !== '' && { language }),
      });
      onChange();
    });

  return (
    <Card title="Export">
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void send(new FormData(event.currentTarget));
        }}
      >
        <SegmentedControl
          label="Format"
          choices={bookFormats.map((value) => ({ value, label: formatNames[value] }))}
          value={format}
          onChange={setFormat}
        />
        <Field label="Author" optional>
          {(control) => (
            <input {...control} className="input" maxLength={120} name="author" placeholder="Overtime" />
          )}
        </Field>
        <LanguageField otherwise="As it is written" />
        <Button
          type="submit"
          disabled={!hasText || isUnfinished}
          busy={action.busy}
          className="justify-self-start"
        >
          Export the book
        </Button>
        {!hasText && <p className="field-hint">Available once a chapter is written.</p>}
      </form>
      {action.error !== null && <ApiErrorNotice error={action.error} />}
      {newest !== undefined && newest.status !== 'completed' && (
        <JobLine
          label={`${formatNames[newest.format ?? format]} of the book`}
          snapshot={snapshot}
          busy={action.busy}
          onCancel={() => void action.run(() => client.cancel(newest.id).finally(onChange))}
          onRetry={() => void action.run(() => client.retry(newest.id).finally(onChange))}
        />
      )}
      {files.length > 0 && (
        <div className="grid gap-2 border-t border-line pt-4">
          <Downloads files={files} />
          {newest?.missing != null && <MissingChapters missing={newest.missing} />}
        </div>
      )}
    </Card>
  );
}
