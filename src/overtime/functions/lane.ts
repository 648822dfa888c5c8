import type { Environment } from './environment.ts';

/**
 * The lane of a deploy's jobs: `production` for all production deploys, `local` under netlify dev, and for each
 * preview and branch its host, which stays the same from one push to the next. Why: docs/decisions/lanes.md.
 *
 * @param address where the deploy was reached.
 */
export function laneOf(
  env: Environment,
  { deploy }: { readonly deploy: { readonly context: string } },
  { host }: Pick<URL, 'host'>,
): string {
  if (env['NETLIFY_DEV'] === 'true') return 'local';
  if (deploy.context === 'production') return 'production';
  // A schedule's call may say nothing of its deploy: only the published one is at URL.
  const isAtUrl = URL.canParse(env['URL'] ?? '') && new URL(env['URL'] ?? '').host === host;
  return deploy.context === '' && isAtUrl ? 'production' : host;
}
