/** Why a call to the auth server failed. */
export interface AuthProblem {
  /** What to do about it. */
  readonly sentence: string;
  /** The server's own words, where ours do not say it all; null otherwise. */
  readonly details: string | null;
}

/** The auth server's error codes that people meet (https://supabase.com/docs/guides/auth/debugging/error-codes). */
const sentences: Readonly<Record<string, string>> = {
  invalid_credentials: 'Email and password do not match.',
  email_not_confirmed: 'This address is not confirmed yet. Open the link in our email.',
  user_already_exists: 'This address already has an account. Sign in instead.',
  email_exists: 'This address already has an account. Use another.',
  email_address_invalid: 'This is not an address that email can be sent to. Check its spelling.',
  email_address_not_authorized: 'This site cannot send email to this address yet. Contact its administrator.',
  over_email_send_rate_limit: 'Too many emails were requested. Wait a few minutes, then try again.',
  over_request_rate_limit: 'Too many attempts. Wait a few minutes, then try again.',
  weak_password: 'This password is too easy to guess. Make it longer, with letters, digits and symbols.',
  same_password: 'This is your current password. Choose another.',
  reauthentication_not_valid: 'The code is wrong or has expired. Enter the code of the newest email.',
  otp_expired: 'This link has expired or was used already. Request a new one.',
  access_denied: 'This link is not valid. Request a new one.',
  session_not_found: 'Your session has ended. Sign in again.',
  signup_disabled: 'This site does not accept new accounts. Contact its administrator.',
};

/** An error of supabase-js's auth client. */
export interface AuthFailure {
  readonly name: string;
  readonly code?: string | undefined;
  readonly status?: number | undefined;
  readonly message: string;
}

/** What to say of an error of supabase-js's auth client. */
export function authProblem(error: AuthFailure): AuthProblem {
  // An answer of 500 and above has this name too.
  if (error.name === 'AuthRetryableFetchError' && !error.status) {
    return {
      sentence: 'Could not reach the sign-in service. Check your connection and try again.',
      details: null,
    };
  }
  const sentence = sentences[error.code ?? ''];
  if (sentence !== undefined) return { sentence, details: null };
  return {
    sentence: 'The sign-in service could not do this. Try again later.',
    details: [error.code ?? error.status, error.message].filter(Boolean).join(': '),
  };
}

/** What a link of an email says in the part of the address behind `#`: why it does not work; null when it says nothing. */
export function linkProblem(hash: string): AuthProblem | null {
  const answer = new URLSearchParams(hash.replace(/^#/, ''));
  const code = answer.get('error_code') ?? answer.get('error');
  if (code === null) return null;
  return authProblem({ name: 'link', code, message: answer.get('error_description') ?? '' });
}
