import { useState } from 'react';
import { useJobsClient } from '../../overtime/react.ts';
import { useSupabase } from '../supabase-context.ts';
import { ApiErrorNotice } from '../ui/api-error-notice.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Field } from '../ui/field.tsx';
import { useAction } from '../ui/use-action.ts';
import { deleteAccount } from './delete-account.ts';

/** Deletes the account, once its address has been typed. */
export function DeleteAccountCard({ email }: { readonly email: string }) {
  const supabase = useSupabase();
  const jobs = useJobsClient();
  const action = useAction();
  const [typed, setTyped] = useState('');
  const isConfirmed = typed.trim().toLowerCase() === email.toLowerCase();

  return (
    <Card title="Delete the account">
      <p className="max-w-prose text-sm">
        This deletes your jobs, files, rubrics, scores, lore, worlds, books and edits, and signs you out.
        Running jobs are cancelled. It cannot be undone.
      </p>
      <form
        className="grid max-w-md gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (isConfirmed) void action.run(() => deleteAccount(supabase, jobs));
        }}
      >
        <Field label="Type your email address to confirm" hint={email}>
          {(control) => (
            <input
              {...control}
              className="input"
              autoComplete="off"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
        {action.error !== null && <ApiErrorNotice error={action.error} />}
        <Button
          type="submit"
          disabled={!isConfirmed}
          busy={action.busy}
          className="justify-self-start text-danger"
        >
          Delete my account
        </Button>
      </form>
    </Card>
  );
}
