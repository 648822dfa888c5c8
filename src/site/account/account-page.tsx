import { useState } from 'react';
import { AuthProblemNotice } from '../sign-in/auth-problem-notice.tsx';
import { linkProblem } from '../sign-in/auth-problem.ts';
import { useSupabase } from '../supabase-context.ts';
import { PageHeading } from '../ui/page-heading.tsx';
import { useSession } from '../use-session.ts';
import { useSearch } from '../use-path.ts';
import { AccountCard } from './account-card.tsx';
import { DeleteAccountCard } from './delete-account-card.tsx';
import { EmailCard } from './email-card.tsx';
import { PasswordCard } from './password-card.tsx';
import { useAuthAction } from './use-auth-action.ts';

/** The user's account. The link of a password reset leads here, signed in, with `?new-password`. */
export function AccountPage() {
  const supabase = useSupabase();
  const session = useSession(supabase);
  const isReset = new URLSearchParams(useSearch()).has('new-password');
  const [problem] = useState(() => linkProblem(window.location.hash));
  const signOut = useAuthAction();
  const email = session?.user.email ?? '';
  const password = <PasswordCard isReset={isReset} />;

  return (
    <>
      <PageHeading title="Account">
        <span className="wrap-anywhere">{email}</span>
      </PageHeading>
      <div className="mt-6 grid max-w-3xl gap-6">
        <AuthProblemNotice problem={problem} />
        {isReset && password}
        <EmailCard email={email} />
        {!isReset && password}
        <AccountCard
          title="Sessions"
          action="Sign out everywhere"
          auth={signOut}
          onSubmit={() =>
            void signOut.run(
              () => supabase.auth.signOut({ scope: 'global' }),
              () => null,
            )
          }
        >
          <p className="text-sm">Ends your sessions in all browsers and on all devices, this one included.</p>
        </AccountCard>
        {email !== '' && <DeleteAccountCard email={email} />}
      </div>
    </>
  );
}
