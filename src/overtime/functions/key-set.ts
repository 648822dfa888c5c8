import { createRemoteJWKSet, customFetch, errors, type CryptoKey } from 'jose';
import { boundedFetch } from '../bounded-fetch.ts';
import { OvertimeError } from '../errors.ts';

/** The key set is fetched at most once in this time, in milliseconds, whatever keys tokens name. */
const cooldownMs = 30_000;

/** Delay of the next fetch after a failed one, in milliseconds. */
const pauseMs = 5000;

/** A key set is a few kilobytes. */
const boundedCall = boundedFetch({ milliseconds: 10_000, maxBytes: 1024 * 1024 });

/**
 * The public keys that a project signs its access tokens with, kept for ten minutes. Tokens that name unknown
 * keys cannot make it fetch them again and again.
 */
export function createKeySet(authUrl: string, publishableKey: string) {
  let pausedUntil = 0;
  const find = createRemoteJWKSet(new URL(`${authUrl}/.well-known/jwks.json`), {
    cooldownDuration: cooldownMs,
    headers: { apikey: publishableKey },
    [customFetch]: async (address: string, init: RequestInit) => {
      if (Date.now() < pausedUntil) throw new Error('The last fetch of the key set failed a moment ago.');
      pausedUntil = Date.now() + pauseMs;
      const response = await boundedCall(address, init);
      if (response.ok) pausedUntil = 0;
      return response;
    },
  });

  return {
    /** Whether the keys are known, so that a token needs no call. */
    get isFresh(): boolean {
      return find.fresh;
    },
    /** The key that a token's header names; null when there is none. Throws `unavailable`. */
    async find(header: {
      readonly alg: string;
      readonly kid?: string | undefined;
    }): Promise<CryptoKey | null> {
      try {
        return await find({ alg: header.alg, ...(header.kid !== undefined && { kid: header.kid }) });
      } catch (cause) {
        if (cause instanceof errors.JWKSNoMatchingKey) return null;
        throw new OvertimeError(
          'unavailable',
          'The keys of the sign-in service cannot be read. Try again in a moment.',
          {
            cause,
          },
        );
      }
    },
  };
}
