import type { ReactNode } from 'react';
import { AuthProblemNotice } from '../sign-in/auth-problem-notice.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Notice } from '../ui/notice.tsx';
import type { AuthAction } from './use-auth-action.ts';

export interface AccountCardProps {
  readonly title: string;
  /** What its button does. */
  readonly action: string;
  readonly auth: AuthAction;
  readonly onSubmit: (fields: FormData, form: HTMLFormElement) => void;
  readonly children: ReactNode;
}

/** One thing that can be changed of an account: a form, and what came of it. */
export function AccountCard({ title, action, auth, onSubmit, children }: AccountCardProps) {
  return (
    <Card title={title}>
      <form
        className="grid max-w-md gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!auth.busy) onSubmit(new FormData(event.currentTarget), event.currentTarget);
        }}
      >
        {children}
        <AuthProblemNotice problem={auth.problem} />
        {auth.done !== null && <Notice tone="info" title={auth.done} />}
        <Button type="submit" busy={auth.busy} className="justify-self-start">
          {action}
        </Button>
      </form>
    </Card>
  );
}
