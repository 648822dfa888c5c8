import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { OperatorError } from './use-operator.ts';

export interface OperatorProblemProps {
  readonly error: Error;
  readonly retry: () => void;
}

/** Why something of the operator's page could not be read or done. */
export function OperatorProblem({ error, retry }: OperatorProblemProps) {
  if (error instanceof OperatorError && error.code === '42501') {
    return (
      <Notice tone="danger" title="This page is for operators.">
        <p>Sign in as an operator. If you have just become one, sign in again.</p>
      </Notice>
    );
  }
  return (
    <Notice
      tone="danger"
      title={error instanceof OperatorError ? error.message : 'The database did not answer. Reload the page.'}
    >
      <Button className="mt-3" onClick={retry}>
        Reload
      </Button>
    </Notice>
  );
}
