import type { LanguageModel, SpeechModel } from 'ai';
import { boundedFetch } from '../bounded-fetch.ts';
import type { Provider } from '../contract.ts';
import type { AttemptContext } from '../task.ts';

/**
 * What a provider may take and send for one call: as long as an invocation may last, and what the events of
 * the longest answer, or a recording, need many times over. The watch over the call ends it sooner.
 */
const fetch = boundedFetch({ milliseconds: 15 * 60_000, maxBytes: 64 * 1024 * 1024 });

/**
 * Opens a provider's model with the key and base URL of the environment, both passed explicitly: left
 * out, the packages read variables of other names. Only the provider chosen is loaded.
 */
export async function openModel(
  provider: Provider,
  modelId: string,
  env: AttemptContext['env'],
): Promise<Exclude<LanguageModel, string>> {
  switch (provider) {
    case 'google':
      return (await openGoogle(env))(modelId);
    case 'openai':
      return (await openOpenAI(env))(modelId);
    case 'anthropic': {
      const { createAnthropic } = await import('@ai-sdk/anthropic');
      const baseURL = baseUrl(provider, env);
      return createAnthropic({ apiKey: env['ANTHROPIC_API_KEY'] ?? '', baseURL, fetch })(modelId);
    }
    case 'openai-compatible': {
      const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
      const apiKey = env['OPENAI_COMPATIBLE_API_KEY']?.trim();
      return createOpenAICompatible({
        name: 'openai-compatible',
        baseURL: baseUrl(provider, env),
        fetch,
        ...(apiKey ? { apiKey } : {}),
        // Off by default: without the one no schema is sent, without the other no usage comes back.
        supportsStructuredOutputs: true,
        includeUsage: true,
      })(modelId);
    }
  }
}

/** Opens a provider's speech model, as {@link openModel} opens its language models. */
export async function openSpeechModel(
  provider: 'google' | 'openai',
  modelId: string,
  env: AttemptContext['env'],
): Promise<Extract<SpeechModel, { specificationVersion: 'v4' }>> {
  const opened = provider === 'google' ? await openGoogle(env) : await openOpenAI(env);
  return opened.speech(modelId);
}

async function openGoogle(env: AttemptContext['env']) {
  const { createGoogle } = await import('@ai-sdk/google');
  return createGoogle({ apiKey: env['GEMINI_API_KEY'] ?? '', baseURL: baseUrl('google', env), fetch });
}

async function openOpenAI(env: AttemptContext['env']) {
  const { createOpenAI } = await import('@ai-sdk/openai');
  return createOpenAI({ apiKey: env['OPENAI_API_KEY'] ?? '', baseURL: baseUrl('openai', env), fetch });
}

/**
 * Where a provider tells of one of its models, or of all of them, and what it wants to be asked with: for
 * looking whether a key and a model are right, at no cost.
 */
export function modelAddress(
  provider: Provider,
  modelId: string,
  env: AttemptContext['env'],
): { readonly url: string; readonly headers: Readonly<Record<string, string>> } {
  const base = baseUrl(provider, env);
  const bearer = (key: string | undefined) => (key?.trim() ? { authorization: `Bearer ${key.trim()}` } : {});
  switch (provider) {
    case 'google':
      return { url: `${base}/models/${modelId}`, headers: { 'x-goog-api-key': env['GEMINI_API_KEY'] ?? '' } };
    case 'openai':
      return { url: `${base}/models/${modelId}`, headers: { ...bearer(env['OPENAI_API_KEY']) } };
    case 'anthropic':
      return {
        url: `${base}/models/${modelId}`,
        headers: { 'x-api-key': env['ANTHROPIC_API_KEY'] ?? '', 'anthropic-version': '2023-06-01' },
      };
    case 'openai-compatible':
      return { url: `${base}/models`, headers: { ...bearer(env['OPENAI_COMPATIBLE_API_KEY']) } };
  }
}

function baseUrl(provider: Provider, env: AttemptContext['env']): string {
  switch (provider) {
    case 'google':
      return versioned(env['GOOGLE_GEMINI_BASE_URL'], 'v1beta', 'https://generativelanguage.googleapis.com');
    case 'openai':
      return versioned(env['OPENAI_BASE_URL'], '', 'https://api.openai.com/v1');
    case 'anthropic':
      return versioned(env['ANTHROPIC_BASE_URL'], 'v1', 'https://api.anthropic.com');
    case 'openai-compatible':
      return versioned(env['OPENAI_COMPATIBLE_BASE_URL'], '', '');
  }
}

/**
 * The base URL with its version. The providers' own clients, for which a gateway sets these variables,
 * append the version of Gemini and Anthropic themselves; the packages used here expect it in the URL.
 */
function versioned(base: string | undefined, version: string, standard: string): string {
  const url = (base?.trim() || standard).replace(/\/+$/, '');
  return version === '' || /\/v\d\w*$/.test(url) ? url : `${url}/${version}`;
}
