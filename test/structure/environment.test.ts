import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkout } from '../../src/local/checkout.ts';

/** Set by Netlify, by the build itself or by the tests' configuration, or Node's own. */
const notOurs = [
  'URL',
  'NETLIFY_DEV',
  'NODE_ENV',
  'NODE_COMPILE_CACHE',
  'TEST_VOLUME',
  'VITE_SUPABASE_URL',
  'VITE_SUPABASE_PUBLISHABLE_KEY',
];

test('.env.example explains every variable that the code reads', () => {
  const explained = readFileSync(join(checkout, '.env.example'), 'utf8');
  const read = globSync(['src/**/*.{ts,tsx}', 'vite.config.ts', 'test/support/*.ts'], {
    cwd: checkout,
  }).flatMap((path) => {
    const text = readFileSync(join(checkout, path), 'utf8');
    const direct = text.matchAll(/\benv(?:\.|\[')([A-Z][A-Z_]{2,})\b/g);
    // Names that are looked up by way of a table or a parameter.
    const named = text.matchAll(/(?:key|modelVariable|choosePort\(|\[)[:\s]*'([A-Z]+(?:_[A-Z]+)+)'/g);
    return [...direct, ...named].map(([, name = '']) => name);
  });
  const missing = [...new Set(read)].filter(
    (name) => !notOurs.includes(name) && !new RegExp(`^# ${name}=`, 'm').test(explained),
  );
  expect(read.length).toBeGreaterThan(20);
  expect(missing).toEqual([]);
});
