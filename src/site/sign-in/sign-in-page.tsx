import { useState, type FormEvent } from 'react';
import type { Configuration } from '../configuration.ts';
import type { SiteSupabase } from '../supabase-client.ts';
import { Brand } from '../shell/brand.tsx';
import { fieldText } from '../ui/field-text.ts';
import { Notice } from '../ui/notice.tsx';

export interface SignInPageProps {
  readonly supabase: SiteSupabase;
  readonly demoLogin: Configuration['demoLogin'];
}

type Way = 'sign-in' | 'sign-up';

const words = {
  'sign-in': {
    title: 'Sign in',
    action: 'Sign in',
    other: 'New here?',
    otherAction: 'Create an account',
    password: 'current-password',
  },
  'sign-up': {
    title: 'Create an account',
    action: 'Create account',
    other: 'Already have an account?',
    otherAction: 'Sign in',
    password: 'new-password',
  },
} as const;

/** Email and password. On success the session changes, and whoever shows this page shows another. */
export function SignInPage({ supabase, demoLogin }: SignInPageProps) {
  const [way, setWay] = useState<Way>('sign-in');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [mailSentTo, setMailSentTo] = useState<string | null>(null);
  const text = words[way];

  const enter = async (email: string, password: string) => {
    setBusy(true);
    setProblem(null);
    const { data, error } =
      way === 'sign-in'
        ? await supabase.auth.signInWithPassword({ email, password })
        : await supabase.auth.signUp({
            email,
            password,
            options: { emailRedirectTo: window.location.href },
          });
    setBusy(false);
    if (error !== null) setProblem(sentenceFor(error));
    else if (data.session === null) setMailSentTo(email);
  };

  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    // Untrimmed: a password may begin or end with a space.
    const password = fields.get('password');
    void enter(fieldText(fields, 'email'), typeof password === 'string' ? password : '');
  };

  return (
    <div className="sign-in">
      <aside className="sign-in-aside">
        <Brand />
        <p className="sign-in-pitch">Long AI jobs that finish while you do something else.</p>
        <p className="sign-in-pitch-more">
          Rubrics and grades, book scores, worlds, story books and chapters. Watch the progress, or close the
          tab: the work goes on, and is waiting when you come back.
        </p>
      </aside>
      <main className="sign-in-main">
        <div className="w-full max-w-sm">
          <h1 className="font-serif text-3xl">{text.title}</h1>

          {mailSentTo === null ? (
            <form className="mt-8 grid gap-5" onSubmit={onSubmit}>
              {problem !== null && <Notice tone="danger" title={problem} />}
              <label className="field">
                <span className="field-label">Email</span>
                <input className="input" name="email" type="email" autoComplete="username" required />
              </label>
              <label className="field">
                <span className="field-label">Password</span>
                <input
                  className="input"
                  name="password"
                  type="password"
                  autoComplete={text.password}
                  minLength={way === 'sign-up' ? 8 : undefined}
                  required
                />
                {way === 'sign-up' && <span className="field-hint">At least 8 characters</span>}
              </label>
              <button type="submit" className="button button-primary" disabled={busy}>
                {text.action}
              </button>
            </form>
          ) : (
            <div className="mt-8">
              <Notice tone="info" title="One more step">
                <p>We sent a link to {mailSentTo}. Open it to finish.</p>
              </Notice>
            </div>
          )}

          <p className="mt-6 text-sm text-ink-soft">
            {text.other}{' '}
            <button
              type="button"
              className="link"
              onClick={() => {
                setWay(way === 'sign-in' ? 'sign-up' : 'sign-in');
                setProblem(null);
                setMailSentTo(null);
              }}
            >
              {text.otherAction}
            </button>
          </p>

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

/** Our words for what happens often; supabase-js's own for the rest. */
function sentenceFor(error: { name: string; code?: string | undefined; message: string }): string {
  if (error.name === 'AuthRetryableFetchError')
    return 'Could not reach the sign-in service. Check your connection.';
  switch (error.code) {
    case 'invalid_credentials':
      return 'Email and password do not match.';
    case 'email_not_confirmed':
      return 'This address is not confirmed yet. Open the link in our email.';
    case 'user_already_exists':
    case 'email_exists':
      return 'This address already has an account. Sign in instead.';
    default:
      return error.message;
  }
}
