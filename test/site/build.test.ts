import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

const firstPageBudgetBytes = 150_000;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'overtime-site-'));
  vi.stubEnv('NODE_ENV', 'production');
  vi.stubEnv('SUPABASE_URL', 'https://abc.supabase.co');
  vi.stubEnv('SUPABASE_PUBLISHABLE_KEY', 'sb_publishable_for-everyone');
  vi.stubEnv('SUPABASE_SECRET_KEY', 'sb_secret_for-nobody');
  await build({
    configFile: fileURLToPath(new URL('../../vite.config.ts', import.meta.url)),
    logLevel: 'error',
    build: { outDir: folder },
  });
  vi.unstubAllEnvs();
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

async function scripts(): Promise<{ name: string; text: string }[]> {
  const names = (await readdir(join(folder, 'assets'))).filter((name) => name.endsWith('.js'));
  return Promise.all(
    names.map(async (name) => ({ name, text: await readFile(join(folder, 'assets', name), 'utf8') })),
  );
}

test('the page names the one origin it may talk to and runs no inline script', async () => {
  const html = await readFile(join(folder, 'index.html'), 'utf8');
  expect(html.replaceAll('&#39;', "'")).toContain("connect-src 'self' https://abc.supabase.co wss://abc.supabase.co;");
  expect(html.match(/<script(?![^>]* src=)/)).toBeNull();
});

test('what the first page loads stays within 150 kB of compressed script', async () => {
  const html = await readFile(join(folder, 'index.html'), 'utf8');
  const first = (await scripts()).filter(({ name }) => html.includes(name));
  expect(first.length).toBeGreaterThan(0);
  const bytes = first.reduce((sum, { text }) => sum + gzipSync(text).length, 0);
  expect(bytes).toBeLessThanOrEqual(firstPageBudgetBytes);
});

test('the publishable key is in the site, and no secret is', async () => {
  const text = (await scripts()).map((script) => script.text).join('\n');
  // Compared before they are expected: a failure would print the whole bundle.
  expect(text.includes('sb_publishable_for-everyone')).toBe(true);
  expect(text.includes('sb_secret_for-nobody')).toBe(false);
  expect(text.includes('SUPABASE_SECRET_KEY')).toBe(false);
});
