import { useState } from 'react';
import type { UploadedFile } from '../../overtime/client.ts';
import { useFormStart } from '../forms/form-start.tsx';
import type { PickedFile } from './picked-file.ts';
import { useUpload, type Upload } from './use-upload.ts';

export interface FileField {
  /** For the `FilePicker`. */
  readonly picked: {
    readonly file: PickedFile | null;
    /** What is wrong with the choice, as a sentence. */
    readonly problem: string | null;
    readonly onChange: (file: File | null, problem: string | null) => void;
  };
  readonly upload: Upload;
  /** Asks for a file where none is chosen, in a sentence; true when there is one. */
  demand(sentence: string): boolean;
  /** Uploads the chosen file, unless it is in Storage. Null without one, and when it failed or was cancelled. */
  send(): Promise<UploadedFile | null>;
}

/** The file of a form, from its choice to its upload. It begins with that of the earlier job, if any. */
export function useFileField(): FileField {
  const upload = useUpload();
  const { file: earlier } = useFormStart();
  const [{ file, problem }, setChoice] = useState<{ file: PickedFile | null; problem: string | null }>({
    file: earlier,
    problem: null,
  });
  return {
    picked: { file, problem, onChange: (chosen, wrong) => setChoice({ file: chosen, problem: wrong }) },
    upload,
    demand: (sentence) => {
      if (file === null) setChoice({ file, problem: sentence });
      return file !== null;
    },
    send: async () => (file === null ? null : 'fileName' in file ? file : upload.send(file)),
  };
}
