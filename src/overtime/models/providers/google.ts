import { baseUrl, fetch } from './address.ts';
import type { Environment, ModelProvider } from './provider.ts';

const base = (env: Environment) =>
  baseUrl(env, 'GOOGLE_GEMINI_BASE_URL', 'https://generativelanguage.googleapis.com', 'v1beta');

async function open(env: Environment) {
  const { createGoogle } = await import('@ai-sdk/google');
  return createGoogle({ apiKey: env['GEMINI_API_KEY'] ?? '', baseURL: base(env), fetch });
}

export const google: ModelProvider = {
  name: 'google',
  requires: 'GEMINI_API_KEY',
  key: 'GEMINI_API_KEY',
  language: {
    modelVariable: 'GEMINI_MODEL',
    defaultModel: 'gemini-3.8-flash',
    allowed:
      /^gemini-(?!.*(?:image|tts|audio|live|embedding|robotics|computer-use|transcribe|decision))[a-z0-9.-]+$/,
    readsPdf: true,
    readsImages: true,
    open: async (modelId, { env }) => (await open(env))(modelId),
  },
  speech: {
    modelVariable: 'GEMINI_SPEECH_MODEL',
    defaultModel: 'gemini-3.8-flash-tts',
    voices: { warm: 'Sulafat', bright: 'Zephyr', deep: 'Algenib' },
    // Longer ones drift in pitch and pace; the limit of the model itself is far above it.
    longestText: 3000,
    mediaType: 'audio/wav',
    open: async (modelId, { env }) => (await open(env)).speech(modelId),
  },
  images: {
    modelVariable: 'GEMINI_IMAGE_MODEL',
    defaultModel: 'gemini-nano-banana-2.1',
    sizes: {
      landscape: { aspectRatio: '3:2' },
      portrait: { aspectRatio: '2:3' },
      square: { aspectRatio: '1:1' },
    },
    open: async (modelId, { env }) => (await open(env)).image(modelId),
  },
  ping: (modelId, env) => ({
    url: `${base(env)}/models/${modelId}`,
    headers: { 'x-goog-api-key': env['GEMINI_API_KEY'] ?? '' },
  }),
};
