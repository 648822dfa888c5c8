import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { boundedFetch } from '../bounded-fetch.ts';
import type { SupabaseKeys } from './environment.ts';

const noSession = { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false };

/**
 * Bounds of every call: a hanging connection must not block a heartbeat. The size allows the largest file in
 * Storage, and the twenty results that `overtime_claim_deliveries` returns at once.
 */
const fetchWithin = boundedFetch({ milliseconds: 20_000, maxBytes: 100 * 1024 * 1024 });

/** A client with all rights. Never sign in on it: all later calls would run as that user. */
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
