import { expect, test } from 'vitest';
import { readConfiguration } from '../../src/site/configuration.ts';

const env = {
  VITE_SUPABASE_URL: 'https://abc.supabase.co',
  VITE_SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_x',
};

test('the missing settings are named as they are to be set', () => {
  const nothing = { ...env, VITE_SUPABASE_URL: '', VITE_SUPABASE_PUBLISHABLE_KEY: '' } as ImportMetaEnv;
  expect(readConfiguration(nothing)).toEqual({ missing: ['SUPABASE_URL', 'SUPABASE_PUBLISHABLE_KEY'] });
});

test('a demo login is offered only where the build was given one', () => {
  expect(readConfiguration(env as ImportMetaEnv)).toMatchObject({ demoLogin: null });
  const local = { ...env, VITE_DEMO_EMAIL: 'ada@example.com', VITE_DEMO_PASSWORD: 'secret' } as ImportMetaEnv;
  expect(readConfiguration(local)).toMatchObject({
    demoLogin: { email: 'ada@example.com', password: 'secret' },
  });
});
