import { createClient } from '@supabase/supabase-js';
import { z } from 'zod';
import { boundedFetch } from '../bounded-fetch.ts';
import { OvertimeError } from '../errors.ts';
import type { SupabaseKeys } from './environment.ts';

/** Who calls, by their Supabase access token. */
export interface Caller {
  readonly userId: string;
  readonly tenantId: string | null;
  readonly token: string;
}

/** One verifier per project, because it keeps the project's public keys between requests. */
const verifiers = new Map<string, ReturnType<typeof createClient>['auth']>();

function verifier({ url, publishableKey }: SupabaseKeys) {
  let auth = verifiers.get(url);
  if (!auth) {
    auth = createClient(url, publishableKey, {
      auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
      // For the project's keys, or its word on a token: a few kilobytes.
      global: { fetch: boundedFetch({ milliseconds: 10_000, maxBytes: 1024 * 1024 }) },
    }).auth;
    verifiers.set(url, auth);
  }
  return auth;
}

/** Verifies the request's bearer token. Throws `unauthorized`, saying how to get a token. */
export async function authenticate(request: Request, keys: SupabaseKeys): Promise<Caller> {
  const token = /^Bearer (\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  if (!token) {
    throw unauthorized("Send your Supabase access token as 'Authorization: Bearer …'.");
  }
  // getClaims rejects on a token that is no JWT at all, and answers with an error on a bad one.
  const claims = await verifier(keys)
    .getClaims(token)
    .then(({ data }) => data?.claims)
    .catch(() => undefined);
  if (!claims?.sub || claims.role !== 'authenticated') {
    throw unauthorized('The access token is not valid or has expired. Refresh the session or sign in again.');
  }
  return { userId: claims.sub, tenantId: tenantOf(claims.app_metadata?.['tenant_id']), token };
}

/** The project's server writes `app_metadata`, and the database keeps tenants as UUIDs. */
function tenantOf(claim: unknown): string | null {
  if (claim === undefined || claim === null) return null;
  const tenantId = z.guid().safeParse(claim);
  if (tenantId.success) return tenantId.data;
  throw new OvertimeError('not_configured', "The tenant_id in this user's app_metadata is not a UUID.");
}

function unauthorized(message: string): OvertimeError {
  return new OvertimeError('unauthorized', message, { headers: { 'WWW-Authenticate': 'Bearer' } });
}
