import type { SiteSupabase } from '../supabase-client.ts';
import type { AuthFailure } from './auth-problem.ts';

export type SignInWay = 'sign-in' | 'sign-up' | 'link' | 'reset';

interface WayWords {
  readonly title: string;
  readonly action: string;
  /** What the browser's password manager is to fill in; null where no password is asked for. */
  readonly password: 'current-password' | 'new-password' | null;
  /** Once an email was sent. It does not tell whether the address has an account. */
  readonly sent: (email: string) => string;
  readonly others: readonly { readonly way: SignInWay; readonly question: string; readonly action: string }[];
}

const toSignUp = { way: 'sign-up', question: 'New here?', action: 'Create an account' } as const;
const toSignIn = { way: 'sign-in', question: 'Already have an account?', action: 'Sign in' } as const;
const back = { way: 'sign-in', question: 'You know your password?', action: 'Sign in' } as const;

export const signInWays: Readonly<Record<SignInWay, WayWords>> = {
  'sign-in': {
    title: 'Sign in',
    action: 'Sign in',
    password: 'current-password',
    sent: (email) => `We sent a link to ${email}. Open it to sign in.`,
    others: [
      toSignUp,
      { way: 'reset', question: 'Forgot your password?', action: 'Set a new one' },
      { way: 'link', question: 'No password at hand?', action: 'Get a link by email' },
    ],
  },
  'sign-up': {
    title: 'Create an account',
    action: 'Create account',
    password: 'new-password',
    sent: (email) => `We sent a link to ${email}. Open it to finish.`,
    others: [toSignIn],
  },
  link: {
    title: 'Sign in by email',
    action: 'Send the link',
    password: null,
    sent: (email) => `If ${email} has an account, we sent it a link. Open it in this browser to sign in.`,
    others: [back, toSignUp],
  },
  reset: {
    title: 'Reset your password',
    action: 'Send the link',
    password: null,
    sent: (email) => `If ${email} has an account, we sent it a link. Open it to set a new password.`,
    others: [back, toSignUp],
  },
};

interface Entry {
  readonly error: AuthFailure | null;
  /** False when an email was sent, whose link leads on. */
  readonly isSignedIn: boolean;
}

/** Signs in, or asks for the email whose link does. */
export async function byWay(
  auth: SiteSupabase['auth'],
  way: SignInWay,
  email: string,
  password: string,
): Promise<Entry> {
  // The link leads back to the job that was opened.
  const { href, origin } = window.location;
  const here = href.split('#')[0] ?? href;
  switch (way) {
    case 'sign-in': {
      const { error } = await auth.signInWithPassword({ email, password });
      return { error, isSignedIn: true };
    }
    case 'sign-up': {
      const { data, error } = await auth.signUp({ email, password, options: { emailRedirectTo: here } });
      return { error, isSignedIn: data.session !== null };
    }
    case 'link': {
      const options = { emailRedirectTo: here, shouldCreateUser: false };
      const { error } = await auth.signInWithOtp({ email, options });
      // So an address without an account is answered. It is told what the others are.
      return { error: error?.code === 'otp_disabled' ? null : error, isSignedIn: false };
    }
    case 'reset': {
      const redirectTo = `${origin}/account?new-password`;
      const { error } = await auth.resetPasswordForEmail(email, { redirectTo });
      return { error, isSignedIn: false };
    }
  }
}
