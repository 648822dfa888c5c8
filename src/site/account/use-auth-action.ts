import { useState } from 'react';
import { authProblem, type AuthFailure, type AuthProblem } from '../sign-in/auth-problem.ts';

interface AuthAnswer {
  readonly error: AuthFailure | null;
}

export interface AuthAction {
  readonly busy: boolean;
  readonly problem: AuthProblem | null;
  /** What the last call has done, as a sentence. */
  readonly done: string | null;
  /**
   * Calls the auth server.
   *
   * @param sentence what to say when it has succeeded; null for nothing.
   */
  run<Answer extends AuthAnswer>(
    call: () => Promise<Answer>,
    sentence: (answer: Answer) => string | null,
  ): Promise<void>;
}

/** A call to the auth server: under way, why it failed, or what it has done. */
export function useAuthAction(): AuthAction {
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Pick<AuthAction, 'problem' | 'done'>>({ problem: null, done: null });
  return {
    busy,
    ...outcome,
    run: async (call, sentence) => {
      setBusy(true);
      setOutcome({ problem: null, done: null });
      try {
        const answer = await call();
        const { error } = answer;
        setOutcome(
          error === null
            ? { problem: null, done: sentence(answer) }
            : { problem: authProblem(error), done: null },
        );
      } finally {
        setBusy(false);
      }
    },
  };
}
