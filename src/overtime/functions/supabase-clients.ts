import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { boundedFetch } from '../bounded-fetch.ts';
import type { SupabaseKeys } from './environment.ts';

const noSession = { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false };

/**
 * No call of ours may take longer: a connection that hangs must not hold a heartbeat. The size is for what
 * Storage holds at most of a file, and for the twenty results that `overtime_claim_deliveries` gives at once.
 */
const fetchWithin = boundedFetch({ milliseconds: 20_000, maxBytes: 100 * 1024 * 1024 });

/** A client with all rights. Nobody may sign in on it: everything after would run as that user. */
export function secretClient({ url, secretKey }: SupabaseKeys): SupabaseClient {
  return createClient(url, secretKey, { auth: noSession, global: { fetch: fetchWithin } });
}

/** A client for one request of one user: row-level security decides what it sees. */
export function userClient({ url, publishableKey }: SupabaseKeys, token: string): SupabaseClient {
  return createClient(url, publishableKey, {
    auth: noSession,
    global: { fetch: fetchWithin, headers: { Authorization: `Bearer ${token}` } },
  });
}
