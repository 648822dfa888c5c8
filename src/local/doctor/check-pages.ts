import type { SupabaseKeys } from '../../overtime/functions/environment.ts';
import { ask } from './ask.ts';
import { fault, type Finding, ok, warning } from './finding.ts';

/** What the site's own page and scripts carry: the project that the functions use, and no secret. */
export async function checkPages(siteUrl: string, keys: SupabaseKeys): Promise<Finding[]> {
  const page = await ask(new URL(siteUrl));
  const sources = [...(page?.body.matchAll(/<script[^>]+src="([^"]+)"/g) ?? [])].map(
    ([, source = '']) => source,
  );
  if (!page || sources.length === 0) {
    return [
      warning('There is no built site there, so its scripts were not looked at.', 'npm run build makes it.'),
    ];
  }
  const scripts = await Promise.all(sources.map((source) => ask(new URL(source, siteUrl))));
  const text = [page, ...scripts].map((answer) => answer?.body ?? '').join('\n');
  const findings: Finding[] = [];
  if (text.includes(keys.secretKey)) {
    findings.push(
      fault(
        'The secret key is in the scripts of the site: everybody can read it.',
        'Delete that key in Supabase → Project Settings → API Keys, make a new one, set it for functions, and build again.',
      ),
    );
  }
  if (!text.includes(keys.url.replace(/\/$/, ''))) {
    findings.push(
      fault(
        'The site was built with another Supabase project, or with none.',
        'Set SUPABASE_URL and SUPABASE_PUBLISHABLE_KEY for builds too, and deploy again.',
      ),
    );
  } else if (!text.includes(keys.publishableKey)) {
    findings.push(
      fault(
        'The site was built with another publishable key.',
        'Set SUPABASE_PUBLISHABLE_KEY for builds as for functions, and deploy again.',
      ),
    );
  }
  return findings.length > 0
    ? findings
    : [ok('The site was built with this project, and carries no secret key')];
}
