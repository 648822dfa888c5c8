import type { Environment } from '../../overtime/functions/environment.ts';
import { supabaseKeys, supabaseVariables } from '../../overtime/functions/environment.ts';
import { contracts } from '../../tasks/contracts.ts';
import { localKeys } from '../stack.ts';
import { checkBuild } from './check-build.ts';
import { checkModels } from './check-models.ts';
import { checkPages } from './check-pages.ts';
import { checkProject } from './check-project.ts';
import { checkSecrets, checkSettings, isLoopback } from './check-settings.ts';
import { checkSite } from './check-site.ts';
import { type Finding, ok, warning } from './finding.ts';

/** What belongs together, under a heading. */
export interface Section {
  readonly title: string;
  readonly findings: readonly Finding[];
}

/**
 * Looks at all that a deployment needs, section by section, as far as the ones before allow. With none of
 * Supabase's variables set, at the local stack that `npm run dev` starts. Changes nothing.
 *
 * @param env the variables as the functions of the deployment have them, and `SITE_URL`, where it is deployed
 */
export async function* examine(given: Environment): AsyncGenerator<Section> {
  const isSet = Object.values(supabaseVariables).some(([own, other]) => given[own] || given[other]);
  const env = isSet ? given : { ...given, ...localStack(given) };
  yield { title: 'This machine', findings: [checkNode(process.versions.node)] };

  const settings = checkSettings(env);
  const sound = settings.every(({ outcome }) => outcome !== 'fault');
  yield {
    title: isSet ? 'Settings' : 'Settings (none: the local stack)',
    findings: [...settings, ...checkSecrets(env)],
  };
  const keys = sound ? supabaseKeys(env) : null;
  if (keys) yield { title: 'Supabase', findings: await checkProject(keys) };

  const [own, other] = supabaseVariables.url;
  const isLocal = isLoopback(env[own] || env[other] || '');
  yield { title: 'Models', findings: await checkModels(env, isLocal) };

  const siteUrl = env['SITE_URL'];
  if (!siteUrl) {
    yield {
      title: 'Functions, as Netlify builds them (SITE_URL is not set)',
      findings: await checkBuild(env),
    };
    return;
  }
  const findings = await checkSite(
    siteUrl,
    contracts.map(({ name }) => name),
  );
  const answers = findings.some(({ outcome }) => outcome === 'ok');
  // Under `npm run dev` the scripts are not built.
  const pages = keys && answers && !isLoopback(siteUrl) ? await checkPages(siteUrl, keys) : [];
  yield { title: 'Site', findings: [...findings, ...pages] };
}

/** Where `npm run dev` has everything, unless its ports were moved. */
function localStack(env: Environment): Record<string, string> {
  return {
    SUPABASE_URL: `http://127.0.0.1:${env['OVERTIME_API_PORT'] || 54321}`,
    SUPABASE_PUBLISHABLE_KEY: localKeys.publishableKey,
    SUPABASE_SECRET_KEY: localKeys.secretKey,
    SITE_URL: env['SITE_URL'] || `http://localhost:${env['OVERTIME_PORT'] || 8888}`,
  };
}

/** The functions run on the version of NODE_VERSION in netlify.toml; a build here takes this one. */
function checkNode(version: string): Finding {
  return Number.parseInt(version, 10) >= 24
    ? ok(`Node ${version}`)
    : warning(
        `This is Node ${version}, and the functions run on Node 24.`,
        'npm ci brings Node 24; npm run takes it.',
      );
}
