import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
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
  expect(html.replaceAll('&#39;', "'")).toContain(
    "connect-src 'self' https://abc.supabase.co wss://abc.supabase.co;",
  );
  expect(html.match(/<script(?![^>]* src=)/)).toBeNull();
});

/** The script of a chunk and of all that it imports, without what is only loaded later. */
async function withImports(entry: RegExp): Promise<string[]> {
  const all = await scripts();
  const found = all.filter(({ name }) => entry.test(name)).map(({ name }) => name);
  for (const name of found) {
    const text = all.find((script) => script.name === name)?.text ?? '';
    // Imports that a script needs before it runs, as Vite writes them: `from"./x.js"` and `import"./x.js"`.
    for (const [, imported = ''] of text.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)) {
      if (!found.includes(imported)) found.push(imported);
    }
  }
  return found;
}

async function gzippedBytes(names: readonly string[]): Promise<number> {
  const wanted = (await scripts()).filter(({ name }) => names.includes(name));
  return wanted.reduce((sum, { text }) => sum + gzipSync(text).length, 0);
}

test('the first page stays within 150 kB of compressed script, signed out and signed in', async () => {
  const html = await readFile(join(folder, 'index.html'), 'utf8');
  const signedOut = await withImports(/^index-/);
  expect(signedOut.filter((name) => html.includes(name))).not.toEqual([]);
  const signedIn = await withImports(/^(index|rubric-page)-/);
  expect(signedIn.length).toBeGreaterThan(signedOut.length);
  expect(await gzippedBytes(signedOut)).toBeLessThanOrEqual(firstPageBudgetBytes);
  expect(await gzippedBytes(signedIn)).toBeLessThanOrEqual(firstPageBudgetBytes);
});

test('headings and prose have a typeface that the site ships, in 50 kB', async () => {
  const html = await readFile(join(folder, 'index.html'), 'utf8');
  expect(html.replaceAll('&#39;', "'")).toContain("font-src 'self';");
  const files = await readdir(join(folder, 'assets'));
  const style = files.find((name) => name.endsWith('.css')) ?? '';
  const css = await readFile(join(folder, 'assets', style), 'utf8');
  const fonts = [...css.matchAll(/url\(\/assets\/([^)]+\.woff2)\)/g)].map(([, name = '']) => name);
  expect(fonts.length).toBe(2);
  const sizes = await Promise.all(fonts.map(async (name) => (await stat(join(folder, 'assets', name))).size));
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(50_000);
  expect(css.match(/font-display: ?swap/g)).toHaveLength(2);
});

test('a page loads no other page, and the first one neither zod nor Realtime', async () => {
  const pages = (await scripts()).map(({ name }) => name).filter((name) => /-page-[^-]+\.js$/.test(name));
  expect(pages.length).toBeGreaterThan(3);
  for (const page of pages) {
    const loaded = await withImports(new RegExp(`^(index-|${page.replaceAll('.', String.raw`\.`)}$)`));
    expect(
      loaded.filter((name) => pages.includes(name)),
      page,
    ).toEqual([page]);
  }
  const first = await withImports(/^(index|rubric-page)-/);
  const text = (await scripts()).filter(({ name }) => first.includes(name)).map((script) => script.text);
  // Names that survive minification: of zod's checks, and of the messages of Realtime's protocol.
  for (const mark of ['invalid_union', 'phx_join']) {
    expect(
      text.some((one) => one.includes(mark)),
      mark,
    ).toBe(false);
    expect(
      (await scripts()).some((script) => script.text.includes(mark)),
      mark,
    ).toBe(true);
  }
});

test('browsers keep each file below /assets for a year, by its own name and no pattern', async () => {
  const headers = await readFile(join(folder, '_headers'), 'utf8');
  const rules = [...headers.matchAll(/^(\S+)\n {2}Cache-Control: public, max-age=31536000, immutable$/gm)];
  const files = await readdir(join(folder, 'assets'));
  expect(files.length).toBeGreaterThan(10);
  expect(new Set(rules.map(([, path]) => path))).toEqual(new Set(files.map((file) => `/assets/${file}`)));
});

test('the publishable key is in the site, and no secret is', async () => {
  const text = (await scripts()).map((script) => script.text).join('\n');
  // Compared before they are expected: a failure would print the whole bundle.
  expect(text.includes('sb_publishable_for-everyone')).toBe(true);
  expect(text.includes('sb_secret_for-nobody')).toBe(false);
  expect(text.includes('SUPABASE_SECRET_KEY')).toBe(false);
});
