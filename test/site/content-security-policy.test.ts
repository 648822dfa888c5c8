import { expect, test } from 'vitest';
import { policyFor } from '../../src/site/content-security-policy.ts';

test('the page may connect to its own site and to the one Supabase project', () => {
  expect(policyFor('https://abc.supabase.co/')).toContain(
    "connect-src 'self' https://abc.supabase.co wss://abc.supabase.co;",
  );
  expect(policyFor('http://localhost:54321')).toContain(
    "connect-src 'self' http://localhost:54321 ws://localhost:54321;",
  );
  expect(policyFor('')).toContain("connect-src 'self';");
});

test('the page may show and play only files in the Storage of its project', () => {
  expect(policyFor('https://abc.supabase.co/')).toContain("img-src 'self' data: https://abc.supabase.co;");
  expect(policyFor('')).toContain("img-src 'self' data:;");
  expect(policyFor('https://abc.supabase.co/')).toContain("media-src 'self' https://abc.supabase.co;");
  expect(policyFor('')).toContain("media-src 'self';");
});

test('the page may run no inline code', () => {
  expect(policyFor('https://abc.supabase.co')).not.toContain('unsafe');
});
