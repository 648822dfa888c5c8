import type { Environment } from './provider.ts';

/** By the environment of a test's run, what is left to be answered. */
const scripts = new WeakMap<Environment, string[]>();

/** Has the sample provider give these answers in turn, the last one for ever, instead of a call's own sample. */
export function scriptAnswers(env: Environment, answers: readonly unknown[] = []): void {
  if (answers.length === 0) return;
  scripts.set(
    env,
    answers.map((answer) => (typeof answer === 'string' ? answer : JSON.stringify(answer))),
  );
}

/** The next answer; undefined where none is scripted. */
export function scriptedAnswer(env: Environment): string | undefined {
  const answers = scripts.get(env);
  return answers && answers.length > 1 ? answers.shift() : answers?.[0];
}
