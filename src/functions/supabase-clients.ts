import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import type { SupabaseKeys } from './environment.ts';

const noSession = { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false };

/** No call of ours may take longer, in milliseconds: a connection that hangs must not hold a heartbeat. */
const longestCallMs = 20_000;

const boundedFetch: typeof fetch = (input, init) => {
  const limit = AbortSignal.timeout(longestCallMs);
  return fetch(input, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, limit]) : limit });
};

/** A client with all rights. Nobody may sign in on it: everything after would run as that user. */
export function secretClient({ url, secretKey }: SupabaseKeys): SupabaseClient {
  return createClient(url, secretKey, { auth: noSession, global: { fetch: boundedFetch } });
}

/** A client for one request of one user: row-level security decides what it sees. */
export function userClient({ url, publishableKey }: SupabaseKeys, token: string): SupabaseClient {
  return createClient(url, publishableKey, {
    auth: noSession,
    global: { headers: { Authorization: `Bearer ${token}` } },
  });
}
