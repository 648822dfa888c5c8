import { useSupabase } from '../supabase-context.ts';
import { Field } from '../ui/field.tsx';
import { fieldText } from '../ui/field-text.ts';
import { AccountCard } from './account-card.tsx';
import { useAuthAction } from './use-auth-action.ts';

/** Changes the address that the user signs in with. */
export function EmailCard({ email }: { readonly email: string }) {
  const { auth } = useSupabase();
  const action = useAuthAction();

  const change = (fields: FormData) => {
    const wanted = fieldText(fields, 'email');
    void action.run(
      () => auth.updateUser({ email: wanted }, { emailRedirectTo: `${window.location.origin}/account` }),
      ({ data }) =>
        data.user?.email === wanted
          ? `Your email address is now ${wanted}.`
          : `Open the link that we sent to ${wanted}. If you get one at ${email} too, open both.`,
    );
  };

  return (
    <AccountCard title="Email address" action="Change the address" auth={action} onSubmit={change}>
      <Field label="New email address">
        {(control) => (
          <input {...control} className="input" name="email" type="email" autoComplete="email" required />
        )}
      </Field>
    </AccountCard>
  );
}
