import type { ApiError } from '../../overtime/client.ts';
import { inputSentence, type Contract } from '../../overtime/index.ts';

/** What is wrong with an input: a sentence for each path, such as `title` or `chapters.2.title`. */
export type Problems = Readonly<Record<string, string>>;

export const noProblems: Problems = {};

/** Checks an input by its contract, as the server does, before anything is sent. Empty when all is well. */
export function inputProblems(contract: Contract, input: unknown): Problems {
  const checked = contract.input.safeParse(input, { error: inputSentence });
  return checked.success
    ? noProblems
    : firstByPath(checked.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })));
}

/** What the server said is wrong, by the same paths. */
export function answeredProblems(error: ApiError | null): Problems {
  return error === null ? noProblems : firstByPath(error.issues);
}

function firstByPath(issues: readonly { readonly path: string; readonly message: string }[]): Problems {
  return Object.fromEntries(issues.toReversed().map(({ path, message }) => [path, message]));
}
