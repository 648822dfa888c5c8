import { useState, type FormEvent } from 'react';
import type { Configuration } from '../configuration.ts';
import type { SiteSupabase } from '../supabase-client.ts';
import { Brand } from '../shell/brand.tsx';
import { fieldText, typedText } from '../ui/field-text.ts';
import { Notice } from '../ui/notice.tsx';
import { AuthProblemNotice } from './auth-problem-notice.tsx';
import { authProblem, linkProblem, type AuthProblem } from './auth-problem.ts';
import { byWay, signInWays, type SignInWay } from './sign-in-ways.ts';

export interface SignInPageProps {
  readonly supabase: SiteSupabase;
  readonly demoLogin: Configuration['demoLogin'];
}

/** Email and password, or a link by email. On success the session changes, and whoever shows this page shows another. */
export function SignInPage({ supabase, demoLogin }: SignInPageProps) {
  const [way, setWay] = useState<SignInWay>('sign-in');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<AuthProblem | null>(() => linkProblem(window.location.hash));
  const [mailSentTo, setMailSentTo] = useState<string | null>(null);
  const { title, action, password: passwordKind, others } = signInWays[way];

  const enter = async (email: string, password: string) => {
    setBusy(true);
    setProblem(null);
    const { error, isSignedIn } = await byWay(supabase.auth, way, email, password);
    setBusy(false);
    if (error !== null) setProblem(authProblem(error));
    else if (!isSignedIn) setMailSentTo(email);
  };

  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    if (!busy) void enter(fieldText(fields, 'email'), typedText(fields, 'password'));
  };

  return (
    <div className="sign-in">
      <aside className="sign-in-aside">
        <Brand />
        <p className="sign-in-pitch">Long AI jobs that finish while you do something else.</p>
        <p className="sign-in-pitch-more">
          Rubrics and grades, book scores, worlds, story books and chapters. Watch the progress, or close the
          tab: the work continues, and the result is there when you come back.
        </p>
      </aside>
      <main className="sign-in-main">
        <div className="w-full max-w-sm">
          <h1 className="font-serif text-3xl">{title}</h1>

          {mailSentTo === null ? (
            <form className="mt-8 grid gap-5" onSubmit={onSubmit}>
              <AuthProblemNotice problem={problem} />
              <label className="field">
                <span className="field-label">Email</span>
                <input className="input" name="email" type="email" autoComplete="username" required />
              </label>
              {passwordKind !== null && (
                <label className="field">
                  <span className="field-label">Password</span>
                  <input
                    className="input"
                    name="password"
                    type="password"
                    autoComplete={passwordKind}
                    minLength={passwordKind === 'new-password' ? 8 : undefined}
                    required
                  />
                  {passwordKind === 'new-password' && (
                    <span className="field-hint">At least 8 characters</span>
                  )}
                </label>
              )}
              <button type="submit" className="button button-primary" disabled={busy}>
                {action}
              </button>
            </form>
          ) : (
            <div className="mt-8">
              <Notice tone="info" title="Check your email">
                <p>{signInWays[way].sent(mailSentTo)}</p>
              </Notice>
            </div>
          )}

          <ul className="mt-6 grid gap-2 text-sm text-ink-soft">
            {others.map(({ way: other, question, action: change }) => (
              <li key={other}>
                {question}{' '}
                <button
                  type="button"
                  className="link"
                  onClick={() => {
                    setWay(other);
                    setProblem(null);
                    setMailSentTo(null);
                  }}
                >
                  {change}
                </button>
              </li>
            ))}
          </ul>

          {demoLogin !== null && way === 'sign-in' && (
            <p className="mt-6 border-t border-line pt-6 text-sm text-ink-soft">
              This is a local stack.{' '}
              <button
                type="button"
                className="link"
                disabled={busy}
                onClick={() => void enter(demoLogin.email, demoLogin.password)}
              >
                Sign in as {demoLogin.email}
              </button>
            </p>
          )}
        </div>
      </main>
    </div>
  );
}
