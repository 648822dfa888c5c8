import type { Provider } from '../contract.ts';
import { OvertimeError } from '../errors.ts';
import type { AttemptContext } from '../task.ts';
import { providersInTurn, variable } from './configuration.ts';
import type { PromptDocument } from './prompt-document.ts';
import type { ModelChoice } from './model-choice.ts';
import type { Environment, ModelProvider } from './providers/provider.ts';
import { registry } from './providers/registry.ts';

/** A model that the request asks for. */
export interface AskedModel {
  readonly provider: Provider;
  /** The provider's default when absent. */
  readonly modelId?: string | undefined;
}

/**
 * The models that a call may use, in the order in which they are tried: the requested one when its provider is
 * configured, then the task's configured providers, else the samples.
 *
 * Read from the environment: `LLM_PROVIDER` (this provider alone, `sample` included), the providers' keys
 * and base URLs, their default models (`GEMINI_MODEL`, `OPENAI_MODEL`, `ANTHROPIC_MODEL`,
 * `OPENAI_COMPATIBLE_MODEL`), and `ALLOWED_MODELS` (comma list with `*`, such as
 * `gemini-*-flash, gpt-6-luna`), which replaces the built-in rule for what a request may ask for.
 *
 * @throws OvertimeError `model_not_allowed`, `model_not_configured`
 */
export function chooseModels(ctx: AttemptContext, asked?: AskedModel): readonly ModelChoice[] {
  if (asked !== undefined) assertAllowed(ctx, asked);
  const inTurn = providersInTurn(ctx, [{ variable: 'LLM_PROVIDER', ability: 'language' }], asked?.provider);
  const [first] = inTurn;
  if (first === undefined) {
    const keys = ctx.providers.map((name) => registry[name].requires).join(' or ');
    throw new OvertimeError('model_not_configured', `No model is configured: set ${keys}, and deploy again.`);
  }
  if (asked !== undefined && first.name !== asked.provider) {
    const wanted = asked.modelId ?? asked.provider;
    ctx.log('warn', `${wanted} was requested, but is not configured here. Using ${first.name} instead.`);
  }
  return inTurn.map((provider) =>
    choiceOf(provider, asked?.provider === provider.name ? asked.modelId : undefined, ctx),
  );
}

/** Whether samples answer here, so that their output can be marked. Throws like {@link chooseModels}. */
export function answersBySample(ctx: AttemptContext): boolean {
  return chooseModels(ctx).some(({ provider }) => provider === 'sample');
}

/** Whether a model here looks at pictures. Throws like {@link chooseModels}. */
export function canReadImages(ctx: AttemptContext): boolean {
  return chooseModels(ctx).some(({ readsImages }) => readsImages);
}

/** Whether a model here looks at the pages of a PDF. Throws like {@link chooseModels}. */
export function canReadPdf(ctx: AttemptContext): boolean {
  return chooseModels(ctx).some(({ readsPdf }) => readsPdf);
}

/** Whether a document is only seen: a picture, or a PDF of scanned pages. */
const isSeen = ({ text, mediaType }: PromptDocument) => mediaType.startsWith('image/') || text.trim() === '';

/** Whether a document goes to a model as a file. */
export function isSentTo({ readsPdf, readsImages }: ModelChoice, { mediaType }: PromptDocument): boolean {
  return mediaType.startsWith('image/') ? readsImages : readsPdf && mediaType === 'application/pdf';
}

/**
 * The models for a call: of those that may be asked, the ones that can look at a document without text.
 *
 * @throws OvertimeError `model_not_allowed`; `model_not_configured`, also when none can look
 */
export function modelsFor(
  ctx: AttemptContext,
  {
    asked,
    document,
  }: { readonly asked?: AskedModel | undefined; readonly document?: PromptDocument | undefined },
): readonly ModelChoice[] {
  const choices = chooseModels(ctx, asked);
  if (document === undefined || !isSeen(document)) return choices;
  const able = choices.filter((choice) => isSentTo(choice, document));
  if (able.length > 0) return able;
  throw new OvertimeError(
    'model_not_configured',
    'No model that reads pictures is configured: set GEMINI_API_KEY, OPENAI_API_KEY or ANTHROPIC_API_KEY, or send ' +
      'a document with text.',
  );
}

/** A provider's default model, empty where there is none, and the variable that sets it. */
export function defaultModel(
  { language }: ModelProvider,
  env: Environment,
): { readonly id: string; readonly variable: string } {
  return {
    id: variable(env, language.modelVariable) ?? language.defaultModel,
    variable: language.modelVariable,
  };
}

function choiceOf(provider: ModelProvider, wanted: string | undefined, ctx: AttemptContext): ModelChoice {
  const { env, clock } = ctx;
  const { name, language, requires } = provider;
  const usual = defaultModel(provider, env);
  const modelId = wanted ?? usual.id;
  return {
    provider: name,
    modelId,
    readsPdf: language.readsPdf,
    readsImages: language.readsImages,
    async open(sample) {
      if (modelId !== '') return language.open(modelId, { env, clock, sample });
      throw new OvertimeError(
        'model_not_configured',
        `Set ${usual.variable} to the model that ${requires} serves.`,
      );
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
    `This site does not allow the requested model of ${provider}: leave it out, or choose another.`,
  );
}

/** Whether a name is one of the provider's text models. */
export function mayBeAskedFor(provider: Provider, modelId: string): boolean {
  return registry[provider].language.allowed.test(modelId);
}

/** A `*` matches only characters of a name: the requested model becomes part of a URL, called with our key. */
function matches(pattern: string, modelId: string): boolean {
  const source = pattern.split('*').map((part) => part.replace(/[.\\+?^${}()|[\]]/g, '\\$&'));
  return new RegExp(`^${source.join('[\\w.-]*')}$`).test(modelId);
}
