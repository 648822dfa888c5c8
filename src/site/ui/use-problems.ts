import { useMemo, useState } from 'react';
import type { ApiError } from '../../overtime/client.ts';
import { answeredProblems, type Problems } from './input-problems.ts';

export interface FormProblems {
  /** The same object until something else is wrong: the form moves the focus when it changes. */
  readonly problems: Problems;
  /** Takes what the page found wrong with the input at hand; true when that is nothing, and it may be sent. */
  passes(found: Problems): boolean;
}

/** What is wrong with a form's input: what the page finds, until the server answers something (`error`). */
export function useProblems(error: ApiError | null): FormProblems {
  const [found, setFound] = useState<{ problems: Problems; before: ApiError | null } | null>(null);
  const problems = useMemo(
    () => (found !== null && found.before === error ? found.problems : answeredProblems(error)),
    [found, error],
  );
  return {
    problems,
    passes: (wrong) => {
      setFound({ problems: wrong, before: error });
      return Object.keys(wrong).length === 0;
    },
  };
}
