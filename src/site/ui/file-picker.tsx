import { FileText, Upload, X } from 'lucide-react';
import { useId, useRef } from 'react';
import type { FilePolicy } from '../../overtime/index.ts';
import { filePolicyInWords, problemWithFile } from './check-file.ts';
import { DropZone } from './drop-zone.tsx';
import { pickedFacts, pickedName, type PickedFile } from './picked-file.ts';

export interface FilePickerProps {
  readonly policy: FilePolicy;
  /** What the file is, read out with the field. */
  readonly label: string;
  /** Before a file is chosen. Default: a document. */
  readonly invitation?: string;
  /** Makes of a chosen file the one that is sent, such as a smaller photo. */
  readonly prepare?: (file: File) => Promise<File>;
  readonly file: PickedFile | null;
  /** What is wrong with the choice, as a sentence. */
  readonly problem: string | null;
  /** Hears of a usable file, or of what is wrong with an unusable one, or of neither when it is taken out. */
  readonly onChange: (file: File | null, problem: string | null) => void;
}

/** Takes one file, by a button or by dropping it, and says at once when it cannot be used. */
export function FilePicker({
  policy,
  label,
  invitation = 'Choose a document',
  prepare,
  file,
  problem,
  onChange,
}: FilePickerProps) {
  const input = useRef<HTMLInputElement>(null);
  const hintId = useId();
  const problemId = useId();

  const take = async (candidate: File | undefined) => {
    if (candidate === undefined) return;
    const ready = prepare === undefined ? candidate : await prepare(candidate);
    const found = await problemWithFile(ready, policy);
    onChange(found === null ? ready : null, found);
  };

  return (
    <div>
      <DropZone
        policy={policy}
        label={label}
        describedBy={problem === null ? hintId : `${problemId} ${hintId}`}
        isInvalid={problem !== null}
        isFilled={file !== null}
        input={input}
        onFiles={([first]) => void take(first)}
      >
        {file === null ? (
          <>
            <Upload aria-hidden="true" className="size-6 text-ink-soft" />
            <p>
              <span className="font-medium underline decoration-line-strong underline-offset-4">
                {invitation}
              </span>
              <span className="text-ink-soft"> or drop it here</span>
            </p>
          </>
        ) : (
          <>
            <FileText aria-hidden="true" className="size-6 text-ink-soft" />
            <p className="max-w-full min-w-0">
              <span dir="auto" className="block truncate font-medium">
                {pickedName(file)}
              </span>
              <span className="text-sm text-ink-soft">
                {pickedFacts(file)} · choose or drop another to replace it
              </span>
            </p>
          </>
        )}
        <p id={hintId} className={file === null ? 'text-sm text-ink-soft' : 'sr-only'}>
          {filePolicyInWords(policy)}
          {prepare !== undefined && '; large photos are made smaller first'}
        </p>
        {file !== null && (
          <button
            type="button"
            className="button button-quiet drop-zone-clear"
            aria-label={`Remove ${pickedName(file)}`}
            onClick={() => {
              onChange(null, null);
              input.current?.focus();
            }}
          >
            <X aria-hidden="true" className="size-4" />
          </button>
        )}
      </DropZone>
      <p id={problemId} role="alert" className="mt-2 text-sm text-danger empty:hidden">
        {problem}
      </p>
    </div>
  );
}
