import { afterEach, expect, test, vi } from 'vitest';
import { pictureUse } from '../../../src/tasks/generate-book/picture-use.ts';
import { forgetTheOutside } from '../../support/environment.ts';

afterEach(() => vi.unstubAllEnvs());

async function isUsed(env: Readonly<Record<string, string>>, context = 'dev'): Promise<unknown> {
  forgetTheOutside();
  for (const [name, value] of Object.entries({ NETLIFY_DEV: 'true', ...env })) vi.stubEnv(name, value);
  const answer = await pictureUse(new Request('http://localhost/api/picture-use'), { deploy: { context } });
  return answer.json();
}

test.for([
  ['samples look at no picture and draw after none', {}, false],
  ['Gemini looks at it', { GEMINI_API_KEY: 'key' }, true],
  ['Claude looks at it, though it does not draw', { ANTHROPIC_API_KEY: 'key' }, true],
  ['a text model of another endpoint does not', { OPENAI_COMPATIBLE_BASE_URL: 'http://localhost:1' }, false],
  [
    'OpenAI draws after it, though the text comes from another endpoint',
    {
      LLM_PROVIDER: 'openai-compatible',
      OPENAI_COMPATIBLE_BASE_URL: 'http://localhost:1',
      IMAGE_PROVIDER: 'openai',
      OPENAI_API_KEY: 'key',
    },
    true,
  ],
  [
    'samples are asked for, whatever keys there are',
    { LLM_PROVIDER: 'sample', GEMINI_API_KEY: 'key' },
    false,
  ],
  ['nothing that is set up can be used', { LLM_PROVIDER: 'google' }, false],
] as const)('the picture of a character: %s', async ([, env, used]) => {
  expect(await isUsed(env)).toEqual({ used });
});
