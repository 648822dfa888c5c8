import { boundedFetch } from '../../bounded-fetch.ts';
import type { Environment } from './provider.ts';

/**
 * Bounds of one call to a provider: the time of an invocation, and many times the bytes of the longest answer or
 * recording. The watch over the call ends it sooner.
 */
export const fetch = boundedFetch({ milliseconds: 15 * 60_000, maxBytes: 64 * 1024 * 1024 });

/**
 * The base URL that a variable sets, else the provider's own, with its version. The providers' own clients, for
 * which a gateway sets these variables, append the version of Gemini and Anthropic themselves; the packages used
 * here expect it in the URL.
 */
export function baseUrl(env: Environment, variable: string, standard: string, version = ''): string {
  const url = (env[variable]?.trim() || standard).replace(/\/+$/, '');
  return version === '' || /\/v\d\w*$/.test(url) ? url : `${url}/${version}`;
}

/** The header for a key; none without a key. */
export function bearer(key: string | undefined): { readonly authorization?: string } {
  return key?.trim() ? { authorization: `Bearer ${key.trim()}` } : {};
}
