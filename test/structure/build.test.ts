import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkout } from '../../src/local/checkout.ts';
import { functionNames, netlifyCli, prepareNetlifyFolder } from '../../src/local/netlify-folder.ts';
import { cleanEnvironment } from '../support/stack.ts';

interface Manifest {
  readonly functions: readonly {
    name: string;
    invocationMode: string;
    path: string;
    schedule?: string;
  }[];
}

const folder = join(checkout, '.local', `build-${process.pid}`);
let manifest: Manifest;

beforeAll(async () => {
  await prepareNetlifyFolder(folder);
  // The functions as Netlify builds them; the site has its own tests.
  const config = (await readFile(join(checkout, 'netlify.toml'), 'utf8')).replace(
    /^command = .*$/m,
    'command = "echo"',
  );
  await writeFile(join(folder, 'netlify.toml'), config);
  await promisify(execFile)(process.execPath, [netlifyCli, 'build', '--offline'], {
    cwd: folder,
    env: cleanEnvironment(),
  });
  manifest = JSON.parse(
    await readFile(join(folder, '.netlify', 'functions', 'manifest.json'), 'utf8'),
  ) as Manifest;
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

/** The packages in a built function, with their sizes in kB (1000 bytes). */
function packagesOf(name: string): Map<string, number> {
  const entry = manifest.functions.find((one) => one.name === name);
  const zip = readFileSync(join(folder, '.netlify', 'functions', basename(entry?.path ?? name)));
  const packages = new Map<string, number>();
  unzipSync(zip, {
    filter(file) {
      const found = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file.name)?.[1];
      if (found) packages.set(found, (packages.get(found) ?? 0) + file.originalSize / 1000);
      return false;
    },
  });
  return packages;
}

test('every door is built', async () => {
  const built = manifest.functions.map(({ name }) => name).toSorted();
  expect(built).toEqual((await functionNames()).toSorted());
});

test('a function runs in the background when its name says so, and only then', () => {
  const modes = manifest.functions.map(({ name, invocationMode }) => [name, invocationMode === 'background']);
  expect(modes).toEqual(manifest.functions.map(({ name }) => [name, name.endsWith('-background')]));
});

test('the sweep has its schedule, and nothing else has one', () => {
  const schedules = manifest.functions.map(({ name, schedule }) => [name, schedule]);
  expect(schedules).toEqual(
    manifest.functions.map(({ name }) => [name, name === 'sweep' ? '* * * * *' : undefined]),
  );
});

test('no function that answers a browser carries a library for models or documents', () => {
  const heavy = /^(ai|@ai-sdk\/.*|unpdf|mammoth|pdfkit|docx)$/;
  const names = manifest.functions.map(({ name }) => name).filter((name) => !name.endsWith('-background'));
  expect(names).not.toEqual([]);
  for (const name of names) {
    const packages = [...packagesOf(name).keys()];
    // The description of the API is the same for everybody.
    expect(packages, name).toContain(name === 'openapi' ? 'zod' : '@supabase/supabase-js');
    expect(
      packages.filter((one) => heavy.test(one)),
      name,
    ).toEqual([]);
  }
});

test('a background function carries what it needs to read documents and call models', async () => {
  const names = (await functionNames()).filter((name) => name.endsWith('-background'));
  expect(names).not.toEqual([]);
  for (const name of names) expect([...packagesOf(name).keys()], name).toContain('ai');
  expect([...packagesOf('extract-rubric-background').keys()]).toEqual(
    expect.arrayContaining(['unpdf', 'mammoth']),
  );
});

test('a function that writes PDFs carries its fonts, and no other does', () => {
  const fonts = [
    '@expo-google-fonts/literata',
    ...['sc', 'kr', 'arabic', 'hebrew'].map((script) => `@embedpdf/fonts-${script}`),
  ];
  const writers = manifest.functions.map(({ name }) => name).filter((name) => packagesOf(name).has('pdfkit'));
  expect(writers).toContain('generate-book-background');
  for (const { name } of manifest.functions) {
    const carried = packagesOf(name);
    for (const font of fonts) {
      // In kB: a font, and not just its package.json.
      if (writers.includes(name)) expect(carried.get(font) ?? 0, `${name}: ${font}`).toBeGreaterThan(20);
      else expect(carried.has(font), `${name}: ${font}`).toBe(false);
    }
  }
});
