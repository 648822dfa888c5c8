import { expect, test } from 'vitest';
import { checkSecrets, checkSettings } from '../../../src/local/doctor/check-settings.ts';

const url = 'https://abcdefgh.supabase.co';
const publishable = 'sb_publishable_0123456789';
const secret = 'sb_secret_0123456789';
const sound = {
  SUPABASE_URL: url,
  SUPABASE_PUBLISHABLE_KEY: publishable,
  SUPABASE_SECRET_KEY: secret,
};

/** A key of the system that ends in 2026. */
function legacyKey(role: string, ref = 'abcdefgh'): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ iss: 'supabase', ref, role })}.signature`;
}

const marksOf = (findings: readonly { outcome: string }[]) => new Set(findings.map(({ outcome }) => outcome));

test('sound settings are sound, under our names and under those of the extension', () => {
  expect(marksOf(checkSettings(sound))).toEqual(new Set(['ok']));
  const extension = {
    SUPABASE_DATABASE_URL: url,
    SUPABASE_ANON_KEY: publishable,
    SUPABASE_SERVICE_ROLE_KEY: secret,
  };
  expect(marksOf(checkSettings(extension))).toEqual(new Set(['ok']));
});

test.for([
  { what: 'no address', env: { SUPABASE_URL: '' }, text: 'SUPABASE_URL is not set', remedy: 'API Keys' },
  {
    what: 'no secret key',
    env: { SUPABASE_SECRET_KEY: undefined },
    text: 'SUPABASE_SECRET_KEY is not set',
    remedy: 'Netlify',
  },
  {
    what: 'an address without a scheme',
    env: { SUPABASE_URL: 'abcdefgh' },
    text: 'is no URL',
    remedy: 'https://<ref>',
  },
  {
    what: 'a connection string',
    env: { SUPABASE_URL: 'postgresql://u:hunter2-hunter2@db.x/y' },
    text: 'connection string',
    remedy: 'https://<ref>',
  },
  {
    what: "the dashboard's address",
    env: { SUPABASE_URL: 'https://supabase.com/dashboard/project/abcdefgh' },
    text: "dashboard's address",
    remedy: 'https://<ref>',
  },
  {
    what: 'an address with a path',
    env: { SUPABASE_URL: `${url}/rest/v1` },
    text: 'behind the host name',
    remedy: 'https://<ref>',
  },
  {
    what: 'http to another machine',
    env: { SUPABASE_URL: 'http://abcdefgh.supabase.co' },
    text: 'is not https',
    remedy: 'https://<ref>',
  },
  {
    what: 'swapped keys',
    env: { SUPABASE_PUBLISHABLE_KEY: secret, SUPABASE_SECRET_KEY: publishable },
    text: 'SUPABASE_PUBLISHABLE_KEY and SUPABASE_SECRET_KEY are swapped',
    remedy: "the other's value",
  },
  {
    what: 'swapped legacy keys',
    env: { SUPABASE_PUBLISHABLE_KEY: legacyKey('service_role'), SUPABASE_SECRET_KEY: legacyKey('anon') },
    text: 'are swapped',
    remedy: 'make a new secret key',
  },
  {
    what: 'a secret key for pages',
    env: { SUPABASE_PUBLISHABLE_KEY: secret },
    text: 'SUPABASE_PUBLISHABLE_KEY holds a secret key',
    remedy: 'may have read it',
  },
  {
    what: 'a publishable key for functions',
    env: { SUPABASE_SECRET_KEY: publishable },
    text: 'SUPABASE_SECRET_KEY holds a publishable key',
    remedy: 'Set it to a secret key',
  },
  {
    what: 'half a key',
    env: { SUPABASE_SECRET_KEY: 'eyJhbGciOiJ' },
    text: 'does not look like a key',
    remedy: 'whole and without quotes',
  },
  {
    what: "another project's key",
    env: { SUPABASE_SECRET_KEY: legacyKey('service_role', 'zyxwvuts') },
    text: 'belongs to the project zyxwvuts',
    remedy: 'same project',
  },
])('$what is a fault that says what to do', ({ env, text, remedy }) => {
  const faults = checkSettings({ ...sound, ...env }).filter(({ outcome }) => outcome === 'fault');
  expect(faults).toHaveLength(1);
  expect(faults[0]?.text).toContain(text);
  expect(faults[0]?.remedies.join('\n')).toContain(remedy);
  expect(JSON.stringify(faults)).not.toMatch(/0123456789|hunter2/);
});

test('legacy keys work and are warned of; so are two names that differ', () => {
  const legacy = {
    ...sound,
    SUPABASE_PUBLISHABLE_KEY: legacyKey('anon'),
    SUPABASE_SECRET_KEY: legacyKey('service_role'),
  };
  expect(checkSettings(legacy).filter(({ outcome }) => outcome === 'warning')).toHaveLength(2);
  expect(marksOf(checkSettings(legacy))).not.toContain('fault');
  const twice = checkSettings({ ...sound, SUPABASE_DATABASE_URL: 'https://zyxwvuts.supabase.co' });
  expect(twice[0]).toMatchObject({
    outcome: 'warning',
    text: expect.stringContaining('SUPABASE_URL counts'),
  });
});

const long = 'a'.repeat(16) + 'b'.repeat(16);

test.for([
  { what: 'a short secret', env: { DISPATCH_SECRET: 'hunter2' }, text: 'DISPATCH_SECRET has 7 characters' },
  {
    what: 'a secret used twice',
    env: { SWEEP_SECRET: long, DISPATCH_SECRET: long },
    text: 'has the value of',
  },
  {
    what: 'an origin with a path',
    env: { ALLOWED_ORIGINS: 'https://a.example, https://b.example/app' },
    text: 'ALLOWED_ORIGINS has https://b.example/app,',
  },
])('$what is a fault', ({ env, text }) => {
  const [first] = checkSecrets(env).filter(({ outcome }) => outcome === 'fault');
  expect(first?.text).toContain(text);
  expect(first?.remedies).toHaveLength(1);
});

test('secrets of their own, and none at all, are both well', () => {
  expect(marksOf(checkSecrets({}))).toEqual(new Set(['ok']));
  const env = { DISPATCH_SECRET: long, SWEEP_SECRET: `${long}c`, ALLOWED_ORIGINS: 'https://a.example' };
  expect(marksOf(checkSecrets(env))).toEqual(new Set(['ok']));
});
