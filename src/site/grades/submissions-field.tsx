import { Upload, X } from 'lucide-react';
import { useId, useRef } from 'react';
import type { FilePolicy } from '../../overtime/index.ts';
import { filePolicyInWords } from '../ui/check-file.ts';
import { DropZone } from '../ui/drop-zone.tsx';
import { pickedFacts, pickedName } from '../ui/picked-file.ts';
import { mostSubmissions, type Submissions } from './use-submissions.ts';

export interface SubmissionsFieldProps {
  readonly policy: FilePolicy;
  readonly submissions: Submissions;
}

/** The files with the submissions, each with the name of its student. */
export function SubmissionsField({ policy, submissions }: SubmissionsFieldProps) {
  const { chosen, problem } = submissions;
  const input = useRef<HTMLInputElement>(null);
  const hintId = useId();
  const problemId = useId();
  return (
    <div className="grid gap-3">
      <DropZone
        policy={policy}
        label="Files with the submissions"
        describedBy={problem === null ? hintId : `${problemId} ${hintId}`}
        isInvalid={problem !== null}
        isFilled={chosen.length > 0}
        multiple
        input={input}
        onFiles={(files) => void submissions.add(files)}
      >
        <Upload aria-hidden="true" className="size-6 text-ink-soft" />
        <p>
          <span className="font-medium underline decoration-line-strong underline-offset-4">
            {chosen.length === 0 ? 'Choose files' : 'Add files'}
          </span>
          <span className="text-ink-soft"> or drop them here</span>
        </p>
        <p id={hintId} className="text-sm text-ink-soft">
          Up to {mostSubmissions} files, one for each student. {filePolicyInWords(policy)}
        </p>
      </DropZone>
      <p id={problemId} role="alert" className="text-sm text-danger wrap-anywhere empty:hidden">
        {problem}
      </p>
      {chosen.length > 0 && (
        <ol aria-label="Submissions" className="submissions">
          {chosen.map(({ file, student }, index) => (
            <li key={`${pickedName(file)} ${pickedFacts(file)} ${index}`} className="submission">
              <p className="min-w-0 text-sm">
                <span className="block truncate font-medium">{pickedName(file)}</span>
                <span className="text-ink-soft">{pickedFacts(file)}</span>
              </p>
              <input
                aria-label={`Student of ${pickedName(file)}`}
                placeholder="Student"
                className="input"
                maxLength={200}
                dir="auto"
                value={student}
                onChange={(event) => submissions.name(file, event.target.value)}
              />
              <button
                type="button"
                className="button button-quiet"
                aria-label={`Remove ${pickedName(file)}`}
                onClick={() => {
                  submissions.remove(file);
                  input.current?.focus();
                }}
              >
                <X aria-hidden="true" className="size-4" />
              </button>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
