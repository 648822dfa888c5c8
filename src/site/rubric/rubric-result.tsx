import { lazy, Suspense, useState } from 'react';
import type { ResultOf } from '../../overtime/index.ts';
import type { extractRubric } from '../../tasks/extract-rubric/contract.ts';
import type { Rubric } from '../../tasks/rubric/rubric-contract.ts';
import { rubricMarkdown } from '../../tasks/rubric/rubric-markdown.ts';
import { editFits } from '../edits/edit-fits.ts';
import { VersionList } from '../edits/version-list.tsx';
import { useEdits } from '../edits/use-edits.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { SaveButton } from '../ui/save-button.tsx';
import { Notice } from '../ui/notice.tsx';
import { RubricTable } from './rubric-table.tsx';

const RubricEditor = lazy(async () => ({ default: (await import('./rubric-editor.tsx')).RubricEditor }));

export interface RubricResultProps {
  /** The job that made it, under which the rubric is kept. */
  readonly jobId: string;
  readonly result: ResultOf<typeof extractRubric>;
}

/** The finished rubric, to read, to correct, to take along and to go on with. */
export function RubricResult({ jobId, result }: RubricResultProps) {
  const edits = useEdits<Rubric>(`rubric:${jobId}`, (content) => editFits(content, result.rubric));
  const [isEditing, setIsEditing] = useState(false);
  const rubric = edits.latest()?.content ?? result.rubric;
  const query = `?rubric=${encodeURIComponent(jobId)}`;
  const text = rubricMarkdown(rubric);

  if (isEditing) {
    return (
      <Suspense fallback={<p className="text-ink-soft">Loading…</p>}>
        <RubricEditor
          rubric={rubric}
          action={edits.action}
          onCancel={() => setIsEditing(false)}
          onSave={(changed) => void edits.save(changed).then((saved) => saved && setIsEditing(false))}
        />
      </Suspense>
    );
  }
  return (
    <>
      {result.notRead !== undefined && (
        <Notice tone="info" title="Not all of the document was read">
          {result.notRead}
        </Notice>
      )}
      <RubricTable rubric={rubric} state="finished" />
      <div className="flex flex-wrap gap-3 print:hidden">
        <a href={`/grade${query}`} className="button button-primary">
          Grade with this rubric
        </a>
        <Button onClick={() => setIsEditing(true)}>Edit</Button>
        <a href={`/enhance${query}`} className="button">
          Improve this rubric
        </a>
        <CopyButton text={text} label="Copy as Markdown" />
        <SaveButton text={text} title={rubric.title} />
      </div>
      <VersionList edits={edits} original="As the job wrote it" />
    </>
  );
}
