import { Notice } from '../ui/notice.tsx';
import { TechnicalDetails } from '../ui/technical-details.tsx';
import type { AuthProblem } from './auth-problem.ts';

/** Why the auth server refused; nothing without a problem. */
export function AuthProblemNotice({ problem }: { readonly problem: AuthProblem | null }) {
  if (problem === null) return null;
  return (
    <Notice tone="danger" title={problem.sentence}>
      {problem.details !== null && <TechnicalDetails>{problem.details}</TechnicalDetails>}
    </Notice>
  );
}
