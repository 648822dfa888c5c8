import type { Provider } from '../contract.ts';
import { OvertimeError } from '../errors.ts';
import type { AttemptContext } from '../task.ts';

type Environment = AttemptContext['env'];

/** What must be set for a provider to be used. */
export const keyVariable: Readonly<Record<Provider, string>> = {
  google: 'GEMINI_API_KEY',
  openai: 'OPENAI_API_KEY',
  anthropic: 'ANTHROPIC_API_KEY',
  'openai-compatible': 'OPENAI_COMPATIBLE_BASE_URL',
};

export function isConfigured(env: Environment, provider: Provider): boolean {
  return variable(env, keyVariable[provider]) !== undefined;
}

/** The demo model makes things up, so it runs under netlify dev and on previews, never in production. */
export function demoMayRun({ env, deployContext }: AttemptContext): boolean {
  if (deployContext === 'production') return false;
  return variable(env, 'NETLIFY_DEV') === 'true' || deployContext !== '';
}

/**
 * The provider that a variable fixes, one of `names` or `demo`; undefined where it is not set.
 *
 * @throws OvertimeError `model_not_configured` when that provider cannot be used
 */
export function fixedProvider(
  ctx: AttemptContext,
  name: string,
  names: readonly Provider[],
): Provider | 'demo' | undefined {
  const fixed = variable(ctx.env, name);
  if (fixed === undefined) return undefined;
  if (fixed === 'demo') {
    if (demoMayRun(ctx)) return 'demo';
    throw new OvertimeError(
      'model_not_configured',
      `${name} is demo, and the demo model does not run in production: set a provider and its key.`,
    );
  }
  const provider = names.find((known) => known === fixed);
  if (provider === undefined) {
    throw new OvertimeError(
      'model_not_configured',
      `${name} is none of ${names.join(', ')} or demo: correct or remove it.`,
    );
  }
  if (isConfigured(ctx.env, provider)) return provider;
  throw new OvertimeError(
    'model_not_configured',
    `${name} is ${provider}, and ${keyVariable[provider]} is not set: set it.`,
  );
}

export function variable(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === '' ? undefined : value;
}
