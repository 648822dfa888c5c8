import { useState } from 'react';
import { useSupabase } from '../supabase-context.ts';
import { Field } from '../ui/field.tsx';
import { fieldText, typedText } from '../ui/field-text.ts';
import { AccountCard } from './account-card.tsx';
import { useAuthAction } from './use-auth-action.ts';

/** Sets a password; where the project wants it, with the code of an email that is sent first. */
export function PasswordCard({ isReset }: { readonly isReset: boolean }) {
  const { auth } = useSupabase();
  const action = useAuthAction();
  const [needsCode, setNeedsCode] = useState(false);

  const change = (fields: FormData, form: HTMLFormElement) => {
    const password = typedText(fields, 'password');
    const code = fieldText(fields, 'code');
    void action.run(
      async () => {
        const answer = await auth.updateUser({ password, ...(code !== '' && { nonce: code }) });
        if (answer.error?.code !== 'reauthentication_needed') return { ...answer, sent: false };
        const { error } = await auth.reauthenticate();
        return { error, sent: true };
      },
      ({ sent }) => {
        setNeedsCode(sent);
        if (sent) return 'We sent you a code. Enter it to confirm the change.';
        form.reset();
        return 'Your password is changed.';
      },
    );
  };

  return (
    <AccountCard
      title={isReset ? 'Set a new password' : 'Password'}
      action={isReset ? 'Set the password' : 'Change the password'}
      auth={action}
      onSubmit={change}
    >
      <Field label="New password" hint="At least 8 characters">
        {(control) => (
          <input
            {...control}
            className="input"
            name="password"
            type="password"
            autoComplete="new-password"
            minLength={8}
            required
          />
        )}
      </Field>
      {needsCode && (
        <Field label="Code from the email">
          {(control) => (
            <input {...control} className="input" name="code" autoComplete="one-time-code" required />
          )}
        </Field>
      )}
    </AccountCard>
  );
}
