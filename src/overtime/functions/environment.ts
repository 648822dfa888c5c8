import { OvertimeError } from '../errors.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** How to reach the Supabase project. */
export interface SupabaseKeys {
  readonly url: string;
  /** What a browser may hold; row-level security applies. */
  readonly publishableKey: string;
  /** Bypasses row-level security; never leaves the functions. */
  readonly secretKey: string;
  /** The issuer of access tokens. Default: the auth server at `url`. */
  readonly issuer?: string;
}

/**
 * Our names first, then those that the Supabase extension of Netlify sets
 * (https://docs.netlify.com/extend/install-and-use/setup-guides/supabase-integration/).
 */
export const supabaseVariables = {
  url: ['SUPABASE_URL', 'SUPABASE_DATABASE_URL'],
  publishableKey: ['SUPABASE_PUBLISHABLE_KEY', 'SUPABASE_ANON_KEY'],
  secretKey: ['SUPABASE_SECRET_KEY', 'SUPABASE_SERVICE_ROLE_KEY'],
} as const;

/** @throws `not_configured`, naming the variable to set. */
export function supabaseKeys(env: Environment): SupabaseKeys {
  const read = (candidates: readonly [string, string]) => {
    for (const name of candidates) {
      const value = env[name];
      if (value) return value;
    }
    throw new OvertimeError(
      'not_configured',
      `${candidates[0]} is not set. Set it (or ${candidates[1]}) in the site's environment variables, for functions.`,
    );
  };
  const issuer = env['SUPABASE_JWT_ISSUER'];
  return {
    ...(issuer && { issuer }),
    url: read(supabaseVariables.url),
    publishableKey: read(supabaseVariables.publishableKey),
    secretKey: read(supabaseVariables.secretKey),
  };
}
