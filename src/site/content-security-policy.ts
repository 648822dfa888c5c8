import type { Plugin } from 'vite';

/**
 * Writes the page's Content-Security-Policy into the built index.html: only this site's own files,
 * and connections to this site and to the one Supabase project. It is a `<meta>` because the
 * project's address is known at build time only; `frame-ancestors` works in headers alone and
 * belongs into netlify.toml. The development server is left without, since it injects inline code.
 */
export function contentSecurityPolicy(supabaseUrl: string): Plugin {
  return {
    name: 'overtime-content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: policyFor(supabaseUrl) },
        injectTo: 'head-prepend',
      },
    ],
  };
}

/** The policy for a site whose Supabase project is at `supabaseUrl`; an empty one allows no other origin. */
export function policyFor(supabaseUrl: string): string {
  const supabaseOrigin = URL.canParse(supabaseUrl) ? ` ${new URL(supabaseUrl).origin}` : '';
  // Realtime, over a WebSocket.
  const socketOrigin = supabaseOrigin.replace(' http', ' ws');
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    // Pictures and narrations, by their signed URLs, and the tab's icon.
    `img-src 'self' data:${supabaseOrigin}`,
    `media-src 'self'${supabaseOrigin}`,
    `connect-src 'self'${supabaseOrigin}${socketOrigin}`,
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ');
}
