import { z } from 'zod';
import { OvertimeError } from '../errors.ts';
import { accessTokenCheck } from './access-token.ts';
import type { SupabaseKeys } from './environment.ts';

/** The caller, from their Supabase access token. */
export interface Caller {
  readonly userId: string;
  readonly tenantId: string | null;
  readonly token: string;
}

/** One per project, because it keeps the project's public keys between requests. */
const checks = new Map<string, ReturnType<typeof accessTokenCheck>>();

function checkOf(keys: SupabaseKeys): ReturnType<typeof accessTokenCheck> {
  const project = `${keys.url} ${keys.issuer ?? ''}`;
  const check = checks.get(project) ?? accessTokenCheck(keys);
  checks.set(project, check);
  return check;
}

/**
 * Verifies the request's bearer token. Throws `unauthorized`, saying how to get a token, and `unavailable`
 * where the project cannot be asked.
 *
 * @param meanwhile called with the token, not verified yet, when the project's keys have to be fetched for it.
 */
export async function authenticate(
  request: Request,
  keys: SupabaseKeys,
  meanwhile?: (token: string) => void,
): Promise<Caller> {
  const token = /^Bearer (\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  if (!token) {
    throw unauthorized("Send your Supabase access token as 'Authorization: Bearer …'.");
  }
  const claims = await checkOf(keys)(token, () => meanwhile?.(token));
  if (!claims) {
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
