import { useState } from 'react';
import type { UploadedFile } from '../../overtime/client.ts';
import { useUpload, type Upload } from './use-upload.ts';

export interface FileField {
  /** For the `FilePicker`. */
  readonly picked: {
    readonly file: File | null;
    /** What is wrong with the choice, as a sentence. */
    readonly problem: string | null;
    readonly onChange: (file: File | null, problem: string | null) => void;
  };
  readonly upload: Upload;
  /** Asks for a file where none is chosen, in a sentence; true when there is one. */
  demand(sentence: string): boolean;
  /** Uploads the chosen file. Null without one, and when it failed or was cancelled. */
  send(): Promise<UploadedFile | null>;
}

/** The file of a form, from its choice to its upload. */
export function useFileField(): FileField {
  const upload = useUpload();
  const [{ file, problem }, setChoice] = useState<{ file: File | null; problem: string | null }>({
    file: null,
    problem: null,
  });
  return {
    picked: { file, problem, onChange: (chosen, wrong) => setChoice({ file: chosen, problem: wrong }) },
    upload,
    demand: (sentence) => {
      if (file === null) setChoice({ file, problem: sentence });
      return file !== null;
    },
    send: async () => (file === null ? null : upload.send(file)),
  };
}
