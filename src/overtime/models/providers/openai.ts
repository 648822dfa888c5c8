import { baseUrl, bearer, fetch } from './address.ts';
import type { Environment, ModelProvider } from './provider.ts';

const base = (env: Environment) => baseUrl(env, 'OPENAI_BASE_URL', 'https://api.openai.com/v1');

async function open(env: Environment) {
  const { createOpenAI } = await import('@ai-sdk/openai');
  return createOpenAI({ apiKey: env['OPENAI_API_KEY'] ?? '', baseURL: base(env), fetch });
}

export const openai: ModelProvider = {
  name: 'openai',
  requires: 'OPENAI_API_KEY',
  key: 'OPENAI_API_KEY',
  language: {
    modelVariable: 'OPENAI_MODEL',
    defaultModel: 'gpt-6-luna',
    allowed: /^(?:gpt-[4-9]|o[1-9])(?!.*(?:image|tts|audio|realtime|transcribe|search|instruct))[a-z0-9.-]*$/,
    readsPdf: true,
    readsImages: true,
    open: async (modelId, { env }) => (await open(env))(modelId),
  },
  speech: {
    modelVariable: 'OPENAI_SPEECH_MODEL',
    defaultModel: 'tts-1',
    voices: { warm: 'nova', bright: 'shimmer', deep: 'onyx' },
    longestText: 4096,
    mediaType: 'audio/mpeg',
    open: async (modelId, { env }) => (await open(env)).speech(modelId),
  },
  images: {
    modelVariable: 'OPENAI_IMAGE_MODEL',
    defaultModel: 'gpt-image-2',
    sizes: {
      landscape: { size: '1536x1024' },
      portrait: { size: '1024x1536' },
      square: { size: '1024x1024' },
    },
    open: async (modelId, { env }) => (await open(env)).image(modelId),
  },
  ping: (modelId, env) => ({
    url: `${base(env)}/models/${modelId}`,
    headers: bearer(env['OPENAI_API_KEY']),
  }),
};
