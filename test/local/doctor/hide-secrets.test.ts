import { expect, test } from 'vitest';
import { hideSecrets } from '../../../src/local/doctor/hide-secrets.ts';

test('no value of a variable that is named like a secret is printed, whatever it stands in', () => {
  const hide = hideSecrets({
    SUPABASE_SECRET_KEY: 'sb_secret_0123456789',
    SWEEP_SECRET: 'sb_secret_0123456789_and_more',
    OPENAI_COMPATIBLE_API_KEY: 'ollama',
    SUPABASE_URL: 'https://abc.supabase.co',
  });
  expect(hide('sb_secret_0123456789_and_more, sb_secret_0123456789 at https://abc.supabase.co, ollama')).toBe(
    '(hidden), (hidden) at https://abc.supabase.co, ollama',
  );
});
