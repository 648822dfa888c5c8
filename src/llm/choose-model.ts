import { OvertimeError } from '../errors.ts';
import type { AttemptContext } from '../task.ts';
import { providers, type ModelChoice, type Provider } from './model-choice.ts';
import { openModel } from './open-model.ts';

type Environment = AttemptContext['env'];

/** A model that the request asks for. */
export interface AskedModel {
  readonly provider: Provider;
  /** The provider's default when absent. */
  readonly modelId?: string | undefined;
}

interface ProviderFacts {
  readonly key: string;
  readonly modelVariable: string;
  readonly defaultModel: string;
  /** What a request may ask for by name: models that write text. Overridden by `ALLOWED_MODELS`. */
  readonly allowed: RegExp;
  readonly readsPdf: boolean;
}

const facts: Readonly<Record<Provider, ProviderFacts>> = {
  google: {
    key: 'GEMINI_API_KEY',
    modelVariable: 'GEMINI_MODEL',
    defaultModel: 'gemini-3.8-flash',
    allowed:
      /^gemini-(?!.*(?:image|tts|audio|live|embedding|robotics|computer-use|transcribe|decision))[a-z0-9.-]+$/,
    readsPdf: true,
  },
  openai: {
    key: 'OPENAI_API_KEY',
    modelVariable: 'OPENAI_MODEL',
    defaultModel: 'gpt-6-luna',
    allowed: /^(?:gpt-[4-9]|o[1-9])(?!.*(?:image|tts|audio|realtime|transcribe|search|instruct))[a-z0-9.-]*$/,
    readsPdf: true,
  },
  anthropic: {
    key: 'ANTHROPIC_API_KEY',
    modelVariable: 'ANTHROPIC_MODEL',
    defaultModel: 'claude-haiku-5-5',
    allowed: /^claude-[a-z0-9.-]+$/,
    readsPdf: true,
  },
  'openai-compatible': {
    key: 'OPENAI_COMPATIBLE_BASE_URL',
    modelVariable: 'OPENAI_COMPATIBLE_MODEL',
    defaultModel: '',
    // Whoever runs the endpoint decides by configuration, not whoever sends a request.
    allowed: /^$/,
    readsPdf: false,
  },
};

/**
 * Chooses the model of a call: the one asked for when its provider is configured, else the first
 * provider that is, else the demo model where it may run.
 *
 * Read from the environment: `LLM_PROVIDER` (fixes the provider, `demo` included), the providers' keys
 * and base URLs, their default models (`GEMINI_MODEL`, `OPENAI_MODEL`, `ANTHROPIC_MODEL`,
 * `OPENAI_COMPATIBLE_MODEL`), and `ALLOWED_MODELS` (comma list with `*`, such as
 * `gemini-*-flash, gpt-6-luna`), which replaces the built-in rule for what a request may ask for.
 *
 * @throws OvertimeError `model_not_allowed`, `model_not_configured`
 */
export async function chooseModel(ctx: AttemptContext, asked?: AskedModel): Promise<ModelChoice> {
  const { env } = ctx;
  if (asked?.modelId !== undefined) assertAllowed(env, asked.provider, asked.modelId);

  const fixed = variable(env, 'LLM_PROVIDER');
  const provider = pickProvider(ctx, fixed, asked);
  if (asked !== undefined && provider !== asked.provider) {
    const wanted = asked.modelId ?? asked.provider;
    ctx.log('warn', `${wanted} was asked for and is not configured here; using ${provider} instead.`);
  }
  if (provider === 'demo') {
    const { createDemoModel } = await import('./demo/demo-model.ts');
    ctx.markDemo();
    return { provider, modelId: 'demo', model: createDemoModel(env, ctx.clock), readsPdf: false };
  }
  const own = facts[provider];
  const wanted = asked?.provider === provider ? asked.modelId : undefined;
  const modelId = wanted ?? variable(env, own.modelVariable) ?? own.defaultModel;
  if (modelId === '') {
    throw new OvertimeError(
      'model_not_configured',
      `Set ${own.modelVariable} to the model that ${own.key} serves.`,
    );
  }
  return { provider, modelId, model: await openModel(provider, modelId, env), readsPdf: own.readsPdf };
}

function pickProvider(
  ctx: AttemptContext,
  fixed: string | undefined,
  asked: AskedModel | undefined,
): Provider | 'demo' {
  const { env } = ctx;
  if (fixed === 'demo') {
    if (demoMayRun(ctx)) return 'demo';
    throw new OvertimeError(
      'model_not_configured',
      'LLM_PROVIDER is demo, and the demo model does not run in production: set a provider and its key.',
    );
  }
  if (fixed !== undefined) {
    const provider = providers.find((name) => name === fixed);
    if (provider === undefined) {
      throw new OvertimeError(
        'model_not_configured',
        `LLM_PROVIDER is none of ${providers.join(', ')} or demo: correct or remove it.`,
      );
    }
    if (isConfigured(env, provider)) return provider;
    throw new OvertimeError(
      'model_not_configured',
      `LLM_PROVIDER is ${provider}, and ${facts[provider].key} is not set: set it.`,
    );
  }
  if (asked !== undefined && isConfigured(env, asked.provider)) return asked.provider;
  const first = providers.find((name) => isConfigured(env, name));
  if (first !== undefined) return first;
  if (demoMayRun(ctx)) return 'demo';
  throw new OvertimeError(
    'model_not_configured',
    'No model is configured: set GEMINI_API_KEY, OPENAI_API_KEY or ANTHROPIC_API_KEY, or ' +
      'OPENAI_COMPATIBLE_BASE_URL with OPENAI_COMPATIBLE_MODEL, and deploy again.',
  );
}

/** The demo model makes things up, so it runs under netlify dev and on previews, never in production. */
function demoMayRun({ env, deployContext }: AttemptContext): boolean {
  if (deployContext === 'production') return false;
  return variable(env, 'NETLIFY_DEV') === 'true' || deployContext !== '';
}

function isConfigured(env: Environment, provider: Provider): boolean {
  return variable(env, facts[provider].key) !== undefined;
}

function assertAllowed(env: Environment, provider: Provider, modelId: string): void {
  const list = variable(env, 'ALLOWED_MODELS');
  const allowed =
    list === undefined
      ? facts[provider].allowed.test(modelId)
      : list.split(',').some((pattern) => matches(pattern.trim(), modelId));
  if (allowed) return;
  throw new OvertimeError(
    'model_not_allowed',
    `The model asked for is not one of ${provider}'s that this site allows: leave it out, or ask for another.`,
  );
}

function matches(pattern: string, modelId: string): boolean {
  const source = pattern.split('*').map((part) => part.replace(/[.\\+?^${}()|[\]]/g, '\\$&'));
  return new RegExp(`^${source.join('.*')}$`).test(modelId);
}

function variable(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === '' ? undefined : value;
}
