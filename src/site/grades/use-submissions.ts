import { useRef, useState } from 'react';
import type { UploadedFile } from '../../overtime/client.ts';
import type { FilePolicy } from '../../overtime/index.ts';
import { useFormStart } from '../forms/form-start.tsx';
import { problemWithFile } from '../ui/check-file.ts';
import { pickedName, type PickedFile } from '../ui/picked-file.ts';
import { type Upload, useUpload } from '../ui/use-upload.ts';
import { studentNames } from './student-names.ts';

/** How many submissions are sent together at most. */
export const mostSubmissions = 30;

/** A file that was chosen, or the earlier job's, and whose work it is. */
export interface Submission {
  readonly file: PickedFile;
  readonly student: string;
}

export interface Submissions {
  readonly chosen: readonly Submission[];
  /** What is wrong with the choice, as a sentence. */
  readonly problem: string | null;
  readonly upload: Upload;
  /** The file that is being uploaded. */
  readonly picked: { readonly file: PickedFile | null };
  add(files: readonly File[]): Promise<void>;
  remove(file: PickedFile): void;
  name(file: PickedFile, student: string): void;
  /** Asks for a file where none is chosen; true when there is one. */
  demand(): boolean;
  /** Uploads all that are chosen, in their order. Null when one failed or was cancelled; what is uploaded stays so. */
  send(): Promise<readonly UploadedFile[] | null>;
}

/** The submissions of a form, from their choice to their upload. Each is named as its file suggests, until it is named. */
export function useSubmissions(policy: FilePolicy): Submissions {
  const { file: earlier, text } = useFormStart();
  const [files, setFiles] = useState<readonly PickedFile[]>(earlier === null ? [] : [earlier]);
  const [named, setNamed] = useState<ReadonlyMap<PickedFile, string>>(
    new Map(earlier === null ? [] : [[earlier, text('student')]]),
  );
  const [problem, setProblem] = useState<string | null>(null);
  const [sending, setSending] = useState<PickedFile | null>(null);
  const uploaded = useRef(new WeakMap<PickedFile, UploadedFile>());
  const upload = useUpload();
  const proposed = studentNames(files.map(pickedName));

  return {
    chosen: files.map((file, index) => ({ file, student: named.get(file) ?? proposed[index] ?? '' })),
    problem,
    upload,
    picked: { file: sending },
    add: async (added) => {
      if (added.length === 0) return;
      const problems = await Promise.all(added.map((file) => problemWithFile(file, policy)));
      const usable = added.filter((_, index) => problems[index] === null);
      const found = problems.filter((each) => each !== null);
      const left = mostSubmissions - files.length;
      if (usable.length > left) {
        found.push(`At most ${mostSubmissions} files can be sent together. Send the others afterwards.`);
      }
      setFiles([...files, ...usable.slice(0, left)]);
      setProblem(found.length === 0 ? null : found.join(' '));
    },
    remove: (file) => {
      setFiles(files.filter((other) => other !== file));
      setProblem(null);
    },
    name: (file, student) => setNamed(new Map(named).set(file, student)),
    demand: () => {
      if (files.length === 0) setProblem('Choose the files with the submissions.');
      return files.length > 0;
    },
    send: async () => {
      const all: UploadedFile[] = [];
      for (const file of files) {
        setSending(file);
        const sent = 'fileName' in file ? file : (uploaded.current.get(file) ?? (await upload.send(file)));
        if (sent === null) return null;
        uploaded.current.set(file, sent);
        all.push(sent);
      }
      return all;
    },
  };
}
