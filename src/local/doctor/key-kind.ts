/** What a Supabase key is by its shape: for whom, and of which of the two systems of keys. */
export interface KeyKind {
  readonly side: 'publishable' | 'secret' | 'unknown';
  /** A JWT of the system that ends in 2026. */
  readonly legacy: boolean;
  /** The project that a legacy key names. */
  readonly projectRef: string | null;
}

const roles: Readonly<Record<string, KeyKind['side']>> = { anon: 'publishable', service_role: 'secret' };

/** Tells a key by its prefix, or by the claims of a legacy one, which are not verified here. */
export function keyKind(key: string): KeyKind {
  if (key.startsWith('sb_publishable_')) return { side: 'publishable', legacy: false, projectRef: null };
  if (key.startsWith('sb_secret_')) return { side: 'secret', legacy: false, projectRef: null };
  const { role, ref } = claimsOf(key);
  return {
    side: roles[String(role)] ?? 'unknown',
    legacy: role !== undefined,
    projectRef: typeof ref === 'string' ? ref : null,
  };
}

function claimsOf(key: string): { readonly role?: unknown; readonly ref?: unknown } {
  const [, payload = '', signature] = key.split('.');
  if (signature === undefined) return {};
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString()) as { role?: unknown; ref?: unknown };
  } catch {
    return {};
  }
}
