import { decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { z } from 'zod';
import { createAuthServer } from './auth-server.ts';
import type { SupabaseKeys } from './environment.ts';
import { createKeySet } from './key-set.ts';

/** The longest accepted token, in characters: servers accept some 8 kB of headers in all. */
const longestToken = 8192;

/** Largest accepted difference between the clocks of the auth server and of a function, in seconds. */
const toleranceSeconds = 10;

/** The algorithms of a project's signing keys (https://supabase.com/docs/guides/auth/signing-keys). */
const keySetAlgorithms = ['ES256', 'RS256', 'EdDSA'];

const audience = 'authenticated';
const header = z.object({ alg: z.string(), kid: z.string().optional() });
const claims = z.object({
  sub: z.guid(),
  role: z.literal('authenticated'),
  iss: z.string().optional(),
  aud: z.union([z.string(), z.array(z.string())]).optional(),
  exp: z.number(),
  nbf: z.number().optional(),
  app_metadata: z.record(z.string(), z.unknown()).nullish(),
});
export type AccessClaims = z.output<typeof claims>;

/**
 * Makes the check of a project's access tokens: signed by the project, for its signed-in users, valid now. The
 * token's claims are checked first, so that a wrong one costs no call.
 *
 * A token signed with the project's key set names its issuer and audience. A token signed with the older shared
 * secret is checked by the auth server, which alone has the secret; it may lack an issuer and an audience, as
 * tokens of the local Supabase do, since the server confirms the token as its own.
 *
 * @returns the check: a token's claims, or null for an invalid one. It throws `unavailable` when the auth server is
 *   needed and does not answer. `meanwhile` is called when the keys have to be fetched for the token.
 */
export function accessTokenCheck({ url, publishableKey, issuer }: SupabaseKeys) {
  const authUrl = `${url.replace(/\/+$/, '')}/auth/v1`;
  const keySet = createKeySet(authUrl, publishableKey);
  const authServer = createAuthServer(authUrl, publishableKey);

  return async (token: string, meanwhile?: () => void): Promise<AccessClaims | null> => {
    if (token.length > longestToken) return null;
    const decoded = decode(token);
    if (!decoded) return null;
    const { alg, kid, ...said } = decoded;
    const isShared = alg === 'HS256';
    if (!isOfNow(said) || !isFrom(said, issuer ?? authUrl, isShared)) return null;
    if (isShared) return (await authServer.vouchesFor(token, said)) ? said : null;
    if (kid === undefined || !keySetAlgorithms.includes(alg)) return null;
    if (!keySet.isFresh) meanwhile?.();
    const key = await keySet.find(decoded);
    if (!key) return null;
    return jwtVerify(token, key, { algorithms: [alg], clockTolerance: toleranceSeconds }).then(
      () => said,
      () => null,
    );
  };
}

function decode(token: string): (AccessClaims & z.output<typeof header>) | null {
  try {
    return { ...claims.parse(decodeJwt(token)), ...header.parse(decodeProtectedHeader(token)) };
  } catch {
    return null;
  }
}

function isOfNow({ exp, nbf = 0 }: AccessClaims): boolean {
  const now = Date.now() / 1000;
  return exp > now - toleranceSeconds && nbf <= now + toleranceSeconds;
}

function isFrom({ iss, aud }: AccessClaims, issuer: string, mayBeMissing: boolean): boolean {
  const isIssuer = iss === undefined ? mayBeMissing : iss === issuer;
  return isIssuer && (aud === undefined ? mayBeMissing : [aud].flat().includes(audience));
}
