import { createContext, Fragment, use, useState, type ReactNode } from 'react';
import type { UploadedFile } from '../../overtime/client.ts';
import type { Contract } from '../../overtime/index.ts';
import { useJobInput } from '../jobs/use-job-input.ts';
import { useUserId } from '../supabase-context.ts';
import { useSearch } from '../use-path.ts';
import { keepDraft, readDraft, type FormTexts } from './drafts.ts';

/** The parameter of the address that names the job whose input a form begins with. */
export const fromParameter = 'from';

/** What a form begins with: the draft of it, the input of an earlier job, or nothing. */
export interface FormStart {
  /** What a control begins with. */
  text(name: string, otherwise?: string): string;
  /** The same for a control that keeps its own text, with its name. */
  field(name: string, otherwise?: string): { readonly name: string; readonly defaultValue: string };
  /** The earlier job's file. */
  readonly file: UploadedFile | null;
  /** The earlier job's input. */
  readonly input: Readonly<Record<string, unknown>> | null;
  /** Of the earlier job's input, fields that the form does not show and passes on. */
  unshown(...names: readonly string[]): Readonly<Record<string, string>>;
  /** What to say of it; null for an empty form. */
  readonly origin: 'draft' | 'job' | 'lost job' | null;
  /** Whether a draft was discarded a moment ago. */
  readonly isDiscarded: boolean;
  /** Keeps what stands in the form as its draft; null removes the draft. */
  keep(texts: FormTexts | null): void;
  /** Removes the draft and begins the form anew. */
  discard(): void;
}

const emptyStart: FormStart = {
  text: (_name, otherwise = '') => otherwise,
  field: (name, otherwise = '') => ({ name, defaultValue: otherwise }),
  file: null,
  input: null,
  unshown: () => ({}),
  origin: null,
  isDiscarded: false,
  keep: () => {},
  discard: () => {},
};
const StartContext = createContext(emptyStart);

/** What the form at hand begins with. */
export const useFormStart = (): FormStart => use(StartContext);

export interface BegunFormProps {
  /** The tasks of which the form submits one. */
  readonly contracts: readonly [Contract, ...Contract[]];
  /** The id of what the form begins with if it is no earlier job, such as a rubric's. */
  readonly begunWith?: string | null;
  readonly children: ReactNode;
}

/**
 * A form that begins with the draft that was left of it, or with the input of the job that the address names
 * (`?from=`). The form and its fields read that by {@link useFormStart}.
 */
export function BegunForm({ contracts, begunWith = null, children }: BegunFormProps) {
  const from = new URLSearchParams(useSearch()).get(fromParameter);
  const { data, isError } = useJobInput(contracts[0], from);
  if (from !== null && data === undefined && !isError) {
    return <p className="text-ink-soft">Loading the input of the job…</p>;
  }
  return (
    <DraftedForm
      key={`${from} ${begunWith}`}
      tasks={contracts.map(({ name }) => name)}
      begunWith={from ?? begunWith ?? ''}
      input={(data as Readonly<Record<string, unknown>> | undefined) ?? null}
      isLost={isError}
    >
      {children}
    </DraftedForm>
  );
}

interface DraftedFormProps {
  readonly tasks: readonly string[];
  readonly begunWith: string;
  readonly input: Readonly<Record<string, unknown>> | null;
  readonly isLost: boolean;
  readonly children: ReactNode;
}

function DraftedForm({ tasks, begunWith, input, isLost, children }: DraftedFormProps) {
  const key = { userId: useUserId(), tasks };
  const [{ draft, discardCount }, setDraft] = useState(() => ({
    draft: readDraft(key, begunWith),
    discardCount: 0,
  }));
  const sent = textsIn(input ?? {});
  const texts = { ...sent, ...draft };
  const text = (name: string, otherwise = '') => texts[name] ?? otherwise;
  const start: FormStart = {
    text,
    field: (name, otherwise) => ({ name, defaultValue: text(name, otherwise) }),
    file: fileIn(sent),
    input,
    unshown: (...names) => Object.fromEntries(Object.entries(sent).filter(([name]) => names.includes(name))),
    origin: draft !== null ? 'draft' : isLost ? 'lost job' : input !== null ? 'job' : null,
    isDiscarded: discardCount > 0,
    keep: (now) => keepDraft(key, now === null ? null : { begunWith, texts: now }),
    discard: () => {
      keepDraft(key, null);
      setDraft({ draft: null, discardCount: discardCount + 1 });
    },
  };
  return (
    <StartContext value={start}>
      <Fragment key={discardCount}>{children}</Fragment>
    </StartContext>
  );
}

/** The texts and numbers of an input by their names, those of a part of it as well; lists are left out. */
function textsIn(input: object): FormTexts {
  const own: [string, string][] = [];
  const parts: object[] = [];
  for (const [name, value] of Object.entries(input) as [string, unknown][]) {
    if (typeof value === 'string' || typeof value === 'number') own.push([name, String(value)]);
    else if (typeof value === 'object' && value !== null && !Array.isArray(value)) parts.push(value);
  }
  return Object.assign({}, ...parts.map(textsIn), Object.fromEntries(own)) as FormTexts;
}

function fileIn({ filePath, fileName, fileType }: FormTexts): UploadedFile | null {
  if (filePath === undefined || fileName === undefined || fileType === undefined) return null;
  // The server checks the path again.
  return { filePath: filePath as UploadedFile['filePath'], fileName, fileType };
}
