import { createClient, type Session } from '@supabase/supabase-js';
import { nanoid } from 'nanoid';
import { demoUsers } from '../../../src/local/demo-users.ts';
import type { PageState } from './state.ts';

/** Signs in the user of a state: a new one, who has nothing yet, or the operator. */
export async function signInFor(
  { operator }: PageState,
  { supabaseUrl, publishableKey }: { readonly supabaseUrl: string; readonly publishableKey: string },
): Promise<Session> {
  const { auth } = createClient(supabaseUrl, publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  const account = { email: `ada-${nanoid(6).toLowerCase()}@example.com`, password: `secret-${nanoid()}` };
  const [, , theOperator] = demoUsers;
  const { data, error } =
    operator === true ? await auth.signInWithPassword(theOperator) : await auth.signUp(account);
  if (error !== null || data.session === null) throw error ?? new Error('Signing in gave no session.');
  return data.session;
}
