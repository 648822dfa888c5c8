import { providers, type Provider } from '../contract.ts';
import { OvertimeError } from '../errors.ts';
import type { AttemptContext } from '../task.ts';
import type { ModelChoice } from './model-choice.ts';
import { demoMayRun, fixedProvider, isConfigured, keyVariable, variable } from './configuration.ts';
import { openModel } from './open-model.ts';

type Environment = AttemptContext['env'];

/** A model that the request asks for. */
export interface AskedModel {
  readonly provider: Provider;
  /** The provider's default when absent. */
  readonly modelId?: string | undefined;
}

interface ModelFacts {
  readonly modelVariable: string;
  readonly defaultModel: string;
  /** What a request may ask for by name: models that write text. Overridden by `ALLOWED_MODELS`. */
  readonly allowed: RegExp;
  readonly readsPdf: boolean;
  readonly readsImages: boolean;
}

const facts: Readonly<Record<Provider, ModelFacts>> = {
  google: {
    modelVariable: 'GEMINI_MODEL',
    defaultModel: 'gemini-3.8-flash',
    allowed:
      /^gemini-(?!.*(?:image|tts|audio|live|embedding|robotics|computer-use|transcribe|decision))[a-z0-9.-]+$/,
    readsPdf: true,
    readsImages: true,
  },
  openai: {
    modelVariable: 'OPENAI_MODEL',
    defaultModel: 'gpt-6-luna',
    allowed: /^(?:gpt-[4-9]|o[1-9])(?!.*(?:image|tts|audio|realtime|transcribe|search|instruct))[a-z0-9.-]*$/,
    readsPdf: true,
    readsImages: true,
  },
  anthropic: {
    modelVariable: 'ANTHROPIC_MODEL',
    defaultModel: 'claude-haiku-5-5',
    allowed: /^claude-[a-z0-9.-]+$/,
    readsPdf: true,
    readsImages: true,
  },
  'openai-compatible': {
    modelVariable: 'OPENAI_COMPATIBLE_MODEL',
    defaultModel: '',
    // Whoever runs the endpoint decides by configuration, not whoever sends a request.
    allowed: /^$/,
    readsPdf: false,
    // What runs behind the address is not known, and most small models are blind.
    readsImages: false,
  },
};

/**
 * The models that a call may use, in the order in which they are tried: the one asked for when its
 * provider is configured, then the task's providers that are. The demo model stands alone, where
 * nothing is configured and it may run: no real answer is ever replaced by one of its own.
 *
 * Read from the environment: `LLM_PROVIDER` (this provider alone, `demo` included), the providers' keys
 * and base URLs, their default models (`GEMINI_MODEL`, `OPENAI_MODEL`, `ANTHROPIC_MODEL`,
 * `OPENAI_COMPATIBLE_MODEL`), and `ALLOWED_MODELS` (comma list with `*`, such as
 * `gemini-*-flash, gpt-6-luna`), which replaces the built-in rule for what a request may ask for.
 *
 * @throws OvertimeError `model_not_allowed`, `model_not_configured`
 */
export function chooseModels(ctx: AttemptContext, asked?: AskedModel): readonly ModelChoice[] {
  const { env } = ctx;
  if (asked !== undefined) assertAllowed(ctx, asked);

  const order = providersInTurn(ctx, asked);
  if (asked !== undefined && order[0] !== asked.provider) {
    const wanted = asked.modelId ?? asked.provider;
    ctx.log('warn', `${wanted} was asked for and is not configured here; using ${order[0]} instead.`);
  }
  return order.map((provider) =>
    provider === 'demo'
      ? demoChoice(ctx)
      : choiceOf(provider, asked?.provider === provider ? asked.modelId : undefined, env),
  );
}

/** Whether any of these models can look at an image. Throws as {@link chooseModels} does. */
export function canReadImages(ctx: AttemptContext): boolean {
  return chooseModels(ctx).some(({ readsImages }) => readsImages);
}

/**
 * The models for a call that carries an image: those that can look at it.
 *
 * @throws OvertimeError `model_not_configured` when none can
 */
export function thatReadImages(choices: readonly ModelChoice[]): readonly ModelChoice[] {
  const able = choices.filter(({ readsImages }) => readsImages);
  if (able.length > 0) return able;
  throw new OvertimeError(
    'model_not_configured',
    'No model that is set up here looks at pictures: set GEMINI_API_KEY, OPENAI_API_KEY or ANTHROPIC_API_KEY.',
  );
}

function providersInTurn(
  ctx: AttemptContext,
  asked: AskedModel | undefined,
): readonly [Provider | 'demo', ...Provider[]] {
  const { env } = ctx;
  const fixed = fixedProvider(ctx, 'LLM_PROVIDER', providers);
  if (fixed !== undefined) return [fixed];
  const wanted = asked === undefined ? ctx.providers : [asked.provider, ...ctx.providers];
  const [first, ...rest] = new Set(wanted.filter((name) => isConfigured(env, name)));
  if (first !== undefined) return [first, ...rest];
  if (demoMayRun(ctx)) return ['demo'];
  const keys = ctx.providers.map((name) => keyVariable[name]).join(' or ');
  throw new OvertimeError('model_not_configured', `No model is configured: set ${keys}, and deploy again.`);
}

/** The model of a provider that is used where none is asked for, empty where there is none, and what sets it. */
export function defaultModel(
  provider: Provider,
  env: Environment,
): { readonly id: string; readonly variable: string } {
  const { modelVariable, defaultModel: builtIn } = facts[provider];
  return { id: variable(env, modelVariable) ?? builtIn, variable: modelVariable };
}

function choiceOf(provider: Provider, wanted: string | undefined, env: Environment): ModelChoice {
  const { readsPdf, readsImages } = facts[provider];
  const usual = defaultModel(provider, env);
  const modelId = wanted ?? usual.id;
  return {
    provider,
    modelId,
    readsPdf,
    readsImages,
    async open() {
      if (modelId !== '') return openModel(provider, modelId, env);
      throw new OvertimeError(
        'model_not_configured',
        `Set ${usual.variable} to the model that ${keyVariable[provider]} serves.`,
      );
    },
  };
}

function demoChoice(ctx: AttemptContext): ModelChoice {
  return {
    provider: 'demo',
    modelId: 'demo',
    readsPdf: false,
    readsImages: false,
    async open() {
      const { createDemoModel } = await import('./demo/demo-model.ts');
      ctx.markDemo();
      return createDemoModel(ctx.env, ctx.clock);
    },
  };
}

function assertAllowed(ctx: AttemptContext, { provider, modelId }: AskedModel): void {
  const list = variable(ctx.env, 'ALLOWED_MODELS');
  const named =
    modelId === undefined ||
    (list === undefined
      ? mayBeAskedFor(provider, modelId)
      : list.split(',').some((pattern) => matches(pattern.trim(), modelId)));
  if (named && ctx.providers.includes(provider)) return;
  throw new OvertimeError(
    'model_not_allowed',
    `The model asked for is not one of ${provider}'s that this site allows: leave it out, or ask for another.`,
  );
}

/** Whether a name is one of the provider's own models that write text. */
export function mayBeAskedFor(provider: Provider, modelId: string): boolean {
  return facts[provider].allowed.test(modelId);
}

/** A `*` stands for characters of a name: the model asked for becomes part of an address, called with our key. */
function matches(pattern: string, modelId: string): boolean {
  const source = pattern.split('*').map((part) => part.replace(/[.\\+?^${}()|[\]]/g, '\\$&'));
  return new RegExp(`^${source.join('[\\w.-]*')}$`).test(modelId);
}
