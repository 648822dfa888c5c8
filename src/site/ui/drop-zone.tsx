import { type DragEvent, type ReactNode, type RefObject, useState } from 'react';
import type { FilePolicy } from '../../overtime/index.ts';
import { acceptedFiles } from './check-file.ts';

export interface DropZoneProps {
  readonly policy: FilePolicy;
  /** What the files are, read out with the field. */
  readonly label: string;
  /** The ids of what describes it. */
  readonly describedBy: string;
  readonly isInvalid: boolean;
  readonly isFilled: boolean;
  /** Whether several files may be chosen together. Default false. */
  readonly multiple?: boolean;
  readonly input?: RefObject<HTMLInputElement | null>;
  readonly onFiles: (files: readonly File[]) => void;
  readonly children: ReactNode;
}

/** Takes files, by a button or by dropping them. */
export function DropZone({
  policy,
  label,
  describedBy,
  isInvalid,
  isFilled,
  multiple = false,
  input,
  onFiles,
  children,
}: DropZoneProps) {
  const [isOver, setIsOver] = useState(false);
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    onFiles([...event.dataTransfer.files]);
  };
  return (
    <div
      className="drop-zone"
      data-over={isOver}
      data-filled={isFilled}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={onDrop}
    >
      {/* The real input stays in the tab order: it is the button. */}
      <input
        ref={input}
        type="file"
        className="drop-zone-input"
        accept={acceptedFiles(policy)}
        multiple={multiple}
        aria-label={label}
        aria-describedby={describedBy}
        aria-invalid={isInvalid}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          // Choosing the same file again must be heard too.
          event.target.value = '';
        }}
      />
      {children}
    </div>
  );
}
