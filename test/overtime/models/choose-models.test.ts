import { expect, test } from 'vitest';
import { type AskedModel, chooseModels } from '../../../src/overtime/models/choose-models.ts';
import type { AttemptContext } from '../../../src/overtime/task.ts';
import { attemptContext } from './attempt-context.ts';

/** The model that is asked first. */
const chooseModel = async (ctx: AttemptContext, asked?: AskedModel) => chooseModels(ctx, asked)[0];

const gemini = { GEMINI_API_KEY: 'g' };
const openai = { OPENAI_API_KEY: 'o' };
const anthropic = { ANTHROPIC_API_KEY: 'a' };
const compatible = {
  OPENAI_COMPATIBLE_BASE_URL: 'http://localhost:11434/v1',
  OPENAI_COMPATIBLE_MODEL: 'llama',
};

test('the first configured provider is used, with its default model', async () => {
  const all = { ...compatible, ...anthropic, ...openai, ...gemini };
  expect(await chooseModel(attemptContext(all))).toMatchObject({
    provider: 'google',
    modelId: 'gemini-3.8-flash',
  });
  expect(await chooseModel(attemptContext({ ...anthropic, ...openai }))).toMatchObject({
    provider: 'openai',
    modelId: 'gpt-6-luna',
  });
  expect(await chooseModel(attemptContext(anthropic))).toMatchObject({
    modelId: 'claude-haiku-5-5',
    readsPdf: true,
  });
  expect(await chooseModel(attemptContext(compatible))).toMatchObject({ modelId: 'llama', readsPdf: false });
});

test('the default model comes from the environment where it is set', async () => {
  const choice = await chooseModel(attemptContext({ ...gemini, GEMINI_MODEL: 'gemini-2.5-pro' }));
  expect(choice?.modelId).toBe('gemini-2.5-pro');
});

test('a model asked for is used when its provider is configured', async () => {
  const choice = await chooseModel(attemptContext({ ...gemini, ...openai }), {
    provider: 'openai',
    modelId: 'gpt-6-sol',
  });
  expect(choice).toMatchObject({ provider: 'openai', modelId: 'gpt-6-sol' });
});

test('a model asked for without its provider gives way to what there is, and the log says so', async () => {
  const ctx = attemptContext(openai);
  const choice = await chooseModel(ctx, { provider: 'google', modelId: 'gemini-2.5-flash' });
  expect(choice).toMatchObject({ provider: 'openai', modelId: 'gpt-6-luna' });
  expect(ctx.logs).toEqual([{ level: 'warn', message: expect.stringContaining('gemini-2.5-flash') }]);
});

test.each(['gpt-6-sol', 'gemini-2.5-flash-image', '../../v1/files', 'gemini-2.5-flash?key=1', ''])(
  'the model name %j is not allowed for Gemini',
  async (modelId) => {
    const choosing = chooseModel(attemptContext(gemini), { provider: 'google', modelId });
    await expect(choosing).rejects.toMatchObject({ code: 'model_not_allowed', retryable: false });
  },
);

test('ALLOWED_MODELS replaces the built-in rule', async () => {
  const env = { ...gemini, ALLOWED_MODELS: 'gemini-*-flash, gpt-6-luna' };
  const ask = (modelId: string) => chooseModel(attemptContext(env), { provider: 'google', modelId });
  expect((await ask('gemini-2.5-flash'))?.modelId).toBe('gemini-2.5-flash');
  await expect(ask('gemini-2.5-pro')).rejects.toMatchObject({ code: 'model_not_allowed' });
});

test.each([
  'gemini-x/../../v1/files?y=-flash',
  'gemini-%2e%2e%2fv1%2ffiles-flash',
  'gemini-x?key=1&y=-flash',
  'gemini-x#-flash',
  'gemini-a b-flash',
  'gemini-é-flash',
])('no wildcard of ALLOWED_MODELS stands for what means something in an address: %j', async (modelId) => {
  const env = { ...gemini, ALLOWED_MODELS: 'gemini-*-flash' };
  const choosing = chooseModel(attemptContext(env), { provider: 'google', modelId });
  await expect(choosing).rejects.toMatchObject({ code: 'model_not_allowed' });
});

test('without a key samples answer under netlify dev and on previews', async () => {
  expect(await chooseModel(attemptContext({ NETLIFY_DEV: 'true' }, ''))).toMatchObject({
    provider: 'sample',
  });
  expect(await chooseModel(attemptContext({}, 'deploy-preview'))).toMatchObject({ provider: 'sample' });
  expect(await chooseModel(attemptContext({ GEMINI_API_KEY: ' ' }, 'dev'))).toMatchObject({
    provider: 'sample',
  });
});

test.each(['production', ''])(
  'without a key the deploy context %j refuses and says what to set',
  async (context) => {
    await expect(chooseModel(attemptContext({}, context))).rejects.toMatchObject({
      code: 'model_not_configured',
      message: expect.stringContaining('GEMINI_API_KEY'),
    });
  },
);

test('LLM_PROVIDER fixes the provider', async () => {
  const both = { ...gemini, ...anthropic };
  expect(await chooseModel(attemptContext({ ...both, LLM_PROVIDER: 'anthropic' }))).toMatchObject({
    provider: 'anthropic',
  });
  expect(await chooseModel(attemptContext({ ...both, LLM_PROVIDER: 'sample' }))).toMatchObject({
    provider: 'sample',
  });
  await expect(chooseModel(attemptContext({ ...both, LLM_PROVIDER: 'openai' }))).rejects.toMatchObject({
    code: 'model_not_configured',
  });
  await expect(chooseModel(attemptContext({ ...both, LLM_PROVIDER: 'grok' }))).rejects.toMatchObject({
    code: 'model_not_configured',
  });
});

test('LLM_PROVIDER=sample never runs in production', async () => {
  const env = { ...gemini, LLM_PROVIDER: 'sample', NETLIFY_DEV: 'true' };
  await expect(chooseModel(attemptContext(env, 'production'))).rejects.toMatchObject({
    code: 'model_not_configured',
  });
});
