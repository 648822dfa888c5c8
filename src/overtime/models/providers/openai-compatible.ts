import { baseUrl, bearer, fetch } from './address.ts';
import type { Environment, ModelProvider } from './provider.ts';
import { withRegularEnd } from './regular-end.ts';

const base = (env: Environment) => baseUrl(env, 'OPENAI_COMPATIBLE_BASE_URL', '');

/** Any server that speaks OpenAI's protocol, such as Ollama, LM Studio or a gateway. */
export const openaiCompatible: ModelProvider = {
  name: 'openai-compatible',
  requires: 'OPENAI_COMPATIBLE_BASE_URL',
  key: 'OPENAI_COMPATIBLE_API_KEY',
  language: {
    modelVariable: 'OPENAI_COMPATIBLE_MODEL',
    defaultModel: '',
    // The operator of the endpoint decides by configuration, not the sender of a request.
    allowed: /^$/,
    readsPdf: false,
    // The model behind the URL is unknown, and most small models accept no images.
    readsImages: false,
    async open(modelId, { env }) {
      const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
      const apiKey = env['OPENAI_COMPATIBLE_API_KEY']?.trim();
      return createOpenAICompatible({
        name: 'openai-compatible',
        baseURL: base(env),
        fetch: withRegularEnd(fetch),
        ...(apiKey ? { apiKey } : {}),
        // Off by default: without the first no schema is sent, without the second no usage is returned.
        supportsStructuredOutputs: true,
        includeUsage: true,
      })(modelId);
    },
  },
  ping: (modelId, env) => ({
    url: `${base(env)}/models`,
    headers: bearer(env['OPENAI_COMPATIBLE_API_KEY']),
    has(body) {
      const ids = [...body.matchAll(/"id"\s*:\s*"([^"]+)"/g)].map(([, id]) => id);
      // Ollama omits the tag "latest" unless it was requested.
      return ids.includes(modelId) || ids.includes(`${modelId}:latest`);
    },
  }),
};
