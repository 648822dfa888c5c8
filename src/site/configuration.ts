/** What the site was built with. */
export interface Configuration {
  readonly supabaseUrl: string;
  readonly publishableKey: string;
  /** The login that the local stack offers; null everywhere else. */
  readonly demoLogin: { readonly email: string; readonly password: string } | null;
}

/** The configuration, or the names of the settings that are missing. */
export function readConfiguration(
  env: ImportMetaEnv,
): Configuration | { readonly missing: readonly string[] } {
  const { VITE_SUPABASE_URL: supabaseUrl, VITE_SUPABASE_PUBLISHABLE_KEY: publishableKey } = env;
  const missing = [
    ...(URL.canParse(supabaseUrl) ? [] : ['SUPABASE_URL']),
    ...(publishableKey ? [] : ['SUPABASE_PUBLISHABLE_KEY']),
  ];
  if (missing.length > 0) return { missing };
  const { VITE_DEMO_EMAIL: email, VITE_DEMO_PASSWORD: password } = env;
  return { supabaseUrl, publishableKey, demoLogin: email && password ? { email, password } : null };
}
