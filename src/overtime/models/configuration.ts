import type { Provider } from '../contract.ts';
import { OvertimeError } from '../errors.ts';
import type { AttemptContext } from '../task.ts';
import type { Ability, Environment, ModelProvider } from './providers/provider.ts';
import { registry } from './providers/registry.ts';

export function isConfigured(env: Environment, { requires }: ModelProvider): boolean {
  return variable(env, requires) !== undefined;
}

/**
 * Whether a provider is reached through Netlify's AI Gateway, which gives each provider without a key of its own the
 * same token. Source: `@netlify/serverless-functions-api`.
 */
export function isGateway(env: Environment, { key }: ModelProvider): boolean {
  return variable(env, key) !== undefined && variable(env, key) === variable(env, 'NETLIFY_AI_GATEWAY_KEY');
}

/** Samples are made up, so they answer under netlify dev and on previews, never in production. */
export function samplesMayRun({ env, deployContext }: Setup): boolean {
  if (deployContext === 'production') return false;
  return variable(env, 'NETLIFY_DEV') === 'true' || deployContext !== '';
}

/** What decides which providers a call may use. */
export type Setup = Pick<AttemptContext, 'env' | 'deployContext' | 'providers'>;

/**
 * The providers that a call may use, in the order in which they are tried: only the one that the first set variable of
 * `fixedBy` names; else `first`, if it is configured, and the configured ones of the task's policy. Samples are used
 * only where nothing is configured and they may run: a sample never replaces a real answer. Empty where there is none.
 *
 * @throws OvertimeError `model_not_configured` when the provider that is fixed cannot be used
 */
export function providersInTurn(
  ctx: Setup,
  fixedBy: readonly { readonly variable: string; readonly ability: Ability }[],
  first?: Provider,
): readonly ModelProvider[] {
  for (const { variable: name, ability } of fixedBy) {
    const fixed = fixedProvider(ctx, name, ability);
    if (fixed !== undefined) return [fixed];
  }
  const wanted = new Set(first === undefined ? ctx.providers : [first, ...ctx.providers]);
  const usable = [...wanted].map((name) => registry[name]).filter((one) => isConfigured(ctx.env, one));
  return usable.length === 0 && samplesMayRun(ctx) ? [registry.sample] : usable;
}

/** The provider that a variable fixes, one of those with the ability; undefined where it is not set. */
function fixedProvider(ctx: Setup, name: string, ability: Ability): ModelProvider | undefined {
  const fixed = variable(ctx.env, name);
  if (fixed === undefined) return undefined;
  const able = Object.values(registry).filter((one) => one[ability] !== undefined);
  const provider = able.find((one) => one.name === fixed);
  if (provider === undefined) {
    throw new OvertimeError(
      'model_not_configured',
      `${name} must be one of ${able.map((one) => one.name).join(', ')}: correct or remove it.`,
    );
  }
  if (provider === registry.sample) {
    if (samplesMayRun(ctx)) return provider;
    throw new OvertimeError(
      'model_not_configured',
      `${name} is sample, but samples do not run in production: set a provider and its key.`,
    );
  }
  if (isConfigured(ctx.env, provider)) return provider;
  throw new OvertimeError(
    'model_not_configured',
    `${name} is ${provider.name}, but ${provider.requires} is not set: set it.`,
  );
}

export function variable(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === '' ? undefined : value;
}
