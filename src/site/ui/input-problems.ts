import type { z } from 'zod';
import type { ApiError } from '../../overtime/client.ts';
import type { Contract } from '../../overtime/index.ts';

/** What is wrong with an input: a sentence for each path, such as `title` or `chapters.2.title`. */
export type Problems = Readonly<Record<string, string>>;

export const noProblems: Problems = {};

/** Checks an input by its contract, as the server does, before anything is sent. Empty when all is well. */
export function inputProblems(contract: Contract, input: unknown): Problems {
  const checked = contract.input.safeParse(input);
  return checked.success ? noProblems : firstByPath(checked.error.issues.map(described));
}

/** What the server said is wrong, by the same paths. */
export function answeredProblems(error: ApiError | null): Problems {
  return error === null ? noProblems : firstByPath(error.issues);
}

function firstByPath(issues: readonly { readonly path: string; readonly message: string }[]): Problems {
  return Object.fromEntries(issues.toReversed().map(({ path, message }) => [path, message]));
}

function described(issue: z.core.$ZodIssue): { path: string; message: string } {
  return { path: issue.path.join('.'), message: sentence(issue) };
}

/** zod's own messages speak of types; a person wants to know what to do. */
function sentence(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined || issue.input === null
        ? 'Fill this in.'
        : `Enter a ${issue.expected}.`;
    case 'too_small':
      if (issue.origin === 'string') {
        return issue.minimum === 1 ? 'Fill this in.' : `Write at least ${issue.minimum} characters.`;
      }
      if (issue.origin === 'array') return `Choose at least ${issue.minimum}.`;
      return issue.inclusive === false
        ? `Enter more than ${issue.minimum}.`
        : `Enter at least ${issue.minimum}.`;
    case 'too_big':
      if (issue.origin === 'string') return `Write at most ${issue.maximum.toLocaleString('en')} characters.`;
      if (issue.origin === 'array') return `Choose at most ${issue.maximum}.`;
      return `Enter at most ${issue.maximum.toLocaleString('en')}.`;
    case 'invalid_value':
      return `Choose one of these: ${issue.values.join(', ')}.`;
    default:
      return issue.message;
  }
}
