import { baseUrl, fetch } from './address.ts';
import type { Environment, ModelProvider } from './provider.ts';

const base = (env: Environment) => baseUrl(env, 'ANTHROPIC_BASE_URL', 'https://api.anthropic.com', 'v1');

export const anthropic: ModelProvider = {
  name: 'anthropic',
  requires: 'ANTHROPIC_API_KEY',
  key: 'ANTHROPIC_API_KEY',
  language: {
    modelVariable: 'ANTHROPIC_MODEL',
    defaultModel: 'claude-haiku-5-5',
    allowed: /^claude-[a-z0-9.-]+$/,
    readsPdf: true,
    readsImages: true,
    async open(modelId, { env }) {
      const { createAnthropic } = await import('@ai-sdk/anthropic');
      return createAnthropic({ apiKey: env['ANTHROPIC_API_KEY'] ?? '', baseURL: base(env), fetch })(modelId);
    },
  },
  ping: (modelId, env) => ({
    url: `${base(env)}/models/${modelId}`,
    headers: { 'x-api-key': env['ANTHROPIC_API_KEY'] ?? '', 'anthropic-version': '2023-06-01' },
  }),
};
