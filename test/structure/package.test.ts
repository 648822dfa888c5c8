import { execFile } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { appWith, type PackedPackage, packPackage, removeFolder } from '../support/packed-app.ts';

const run = promisify(execFile);
const require = createRequire(import.meta.url);

/** An app outside the repository with the packed package in its `node_modules`. */
let app: string;
let packed: PackedPackage;

beforeAll(async () => {
  packed = await packPackage(await mkdtemp(join(tmpdir(), 'overtime-packed-')));
  app = await appWith(packed, { 'package.json': '{ "type": "module" }' });
}, 120_000);

afterAll(() => Promise.all([app, packed.folder].map(removeFolder)));

test('the package holds code, types, the migration, templates, README, licence and changelog, and no sources', () => {
  const kinds = new Set(
    packed.files.map((path) => (/^(dist|templates)\//.test(path) ? path.replace(/\/.*?\./, '/*.') : path)),
  );
  expect([...kinds].toSorted()).toEqual([
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'dist/*.d.ts',
    'dist/*.js',
    'dist/*.jsx',
    'dist/*.test.js',
    'llms.txt',
    expect.stringMatching(/^migrations\/\d+_overtime\.sql$/),
    'package.json',
    'templates/*.example',
    'templates/*.md',
    'templates/*.test.ts',
    'templates/*.ts',
    'templates/*.tsx',
  ]);
});

test('each entry point is loaded by Node', async () => {
  const script = `
    const names = ['overtime', 'overtime/client', 'overtime/contract', 'overtime/react', 'overtime/models', 'overtime/netlify', 'overtime/files', 'overtime/testing'];
    const [words, client] = await Promise.all(names.map((name) => import(name)));
    console.log(typeof words.defineContract, typeof client.createJobsClient);`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script], { cwd: app });
  expect(stdout.trim()).toBe('function function');
});

test.each(['bundler', 'nodenext', 'node16'])(
  'its types hold under moduleResolution %s',
  async (moduleResolution) => {
    await writeFile(
      join(app, 'page.ts'),
      `import { createClient } from '@supabase/supabase-js';
    import { defineContract, type Contract } from 'overtime/contract';
    import { createJobsClient } from 'overtime/client';
    import { useJob } from 'overtime/react';
    import { trigger } from 'overtime/netlify';
    import { hostTask, runTask } from 'overtime/testing';
    import { z } from 'zod';

    const contract = defineContract({
      name: 'write-haiku',
      version: 1,
      input: z.object({ topic: z.string() }),
      result: z.object({ haiku: z.string() }),
      partial: z.object({}),
      stages: { writing: { title: 'Writing', weight: 1 } },
    });
    const jobs = createJobsClient({ supabase: createClient('https://x.supabase.co', 'key') });
    const { jobId } = await jobs.submit(contract, { topic: 'rain' });
    const job = await jobs.status(contract, jobId);
    if (job.status === 'completed') job.result.haiku satisfies string;
    // @ts-expect-error: the input has a topic.
    void jobs.submit(contract, {});
    export default trigger(contract);
    export type Any = Contract;
    export const use = () => [useJob(contract), runTask, hostTask];`,
    );
    await writeFile(
      join(app, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          target: 'ES2024',
          module: moduleResolution === 'bundler' ? 'ESNext' : moduleResolution,
          verbatimModuleSyntax: true,
          moduleResolution,
          strict: true,
          noEmit: true,
          skipLibCheck: false,
          types: [],
          lib: ['ES2024', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable', 'ESNext.Disposable'],
          typeRoots: [],
        },
        files: ['page.ts'],
      }),
    );
    const tsc = require.resolve('typescript/bin/tsc');
    const { stdout } = await run(process.execPath, [tsc, '-p', app]).catch(
      (error: { stdout: string }) => error,
    );
    // Of other packages' own faults, nothing is said here.
    const faults = stdout.split('\n').filter((line) => /^(page\.ts|node_modules\/overtime)/.test(line));
    expect(faults).toEqual([]);
  },
);

test('a configuration in CommonJS loads what it needs', async () => {
  const script = `const { defineContract } = require('overtime/contract'); console.log(typeof defineContract);`;
  const { stdout } = await run(process.execPath, ['--input-type=commonjs', '--eval', script], { cwd: app });
  expect(stdout.trim()).toBe('function');
});

interface Chunk {
  readonly fileName: string;
  readonly code?: string;
  readonly imports?: readonly string[];
  readonly isEntry?: boolean;
}

/**
 * An entry point with what it loads of the package at once, minified and compressed, in bytes. Neither other packages
 * nor what is loaded on demand count.
 */
async function sizeOf(entry: string): Promise<number> {
  const output = await build({
    root: app,
    logLevel: 'silent',
    build: {
      write: false,
      minify: true,
      rollupOptions: {
        input: join(app, 'node_modules', 'overtime', 'dist', `${entry}.js`),
        preserveEntrySignatures: 'strict',
        external: /^(?!\.|\/|\0)/,
      },
    },
  });
  const { output: chunks } = output as { output: Chunk[] };
  const loaded = new Set<Chunk>();
  const load = (chunk: Chunk | undefined) => {
    if (chunk === undefined || loaded.has(chunk)) return;
    loaded.add(chunk);
    for (const file of chunk.imports ?? []) load(chunks.find(({ fileName }) => fileName === file));
  };
  load(chunks.find(({ isEntry }) => isEntry === true));
  return gzipSync([...loaded].map((chunk) => chunk.code ?? '').join('')).byteLength;
}

test('what a browser loads of the package is small, and the size of each entry point is printed', async () => {
  const { exports } = JSON.parse(
    await readFile(join(app, 'node_modules', 'overtime', 'package.json'), 'utf8'),
  ) as { exports: Record<string, { default?: string }> };
  const sizes: Record<string, number> = {};
  for (const { default: file } of Object.values(exports)) {
    const entry = /^\.\/dist\/(\w+)\.js$/.exec(file ?? '')?.[1];
    if (entry !== undefined) sizes[entry] = await sizeOf(entry);
  }
  console.log('bytes, minified and gzip:', sizes);
  expect(Object.keys(sizes)).toEqual(['index', 'netlify', 'client', 'react', 'models', 'files', 'testing']);
  for (const size of Object.values(sizes)) expect(size).toBeGreaterThan(200);
  expect(sizes['client']).toBeLessThanOrEqual(5500);
  expect(sizes['react']).toBeLessThanOrEqual(4000);
}, 60_000);
