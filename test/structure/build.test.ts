import { readFileSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BuiltFunction, buildFunctions } from '../../src/local/build-functions.ts';
import { checkout } from '../../src/local/checkout.ts';
import { functionNames } from '../../src/local/netlify-folder.ts';
import { cleanEnvironment } from '../support/environment.ts';
import { rubricPdf } from '../support/sample-files.ts';

const folder = join(checkout, '.local', `build-${process.pid}`);
let functions: readonly BuiltFunction[];

beforeAll(async () => {
  functions = await buildFunctions(folder, cleanEnvironment());
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

/** The files in a built function, by name, with their sizes in kB (1000 bytes). */
function filesOf(name: string): Map<string, number> {
  const entry = functions.find((one) => one.name === name);
  const zip = readFileSync(join(folder, '.netlify', 'functions', basename(entry?.path ?? name)));
  const files = new Map<string, number>();
  unzipSync(zip, {
    filter(file) {
      files.set(file.name, file.originalSize / 1000);
      return false;
    },
  });
  return files;
}

/** The packages in it, likewise. */
function packagesOf(name: string): Map<string, number> {
  const packages = new Map<string, number>();
  for (const [file, size] of filesOf(name)) {
    const found = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1];
    if (found) packages.set(found, (packages.get(found) ?? 0) + size);
  }
  return packages;
}

test('every function is built', async () => {
  const built = functions.map(({ name }) => name).toSorted();
  expect(built).toEqual((await functionNames()).toSorted());
});

test('a function runs in the background when its name says so, and only then', () => {
  const modes = functions.map(({ name, invocationMode }) => [name, invocationMode === 'background']);
  expect(modes).toEqual(functions.map(({ name }) => [name, name.endsWith('-background')]));
});

test('every status function has its rate limit per caller, and nothing else has one', () => {
  const limit = {
    type: 'rate_limit',
    config: {
      rateLimitConfig: { windowLimit: 600, windowSize: 60, algorithm: 'sliding_window' },
      aggregate: { keys: [{ type: 'ip' }, { type: 'domain' }] },
    },
  };
  const limits = functions.map(({ name, trafficRules }) => [name, trafficRules?.action]);
  expect(limits).toEqual(functions.map(({ name }) => [name, name.endsWith('-status') ? limit : undefined]));
});

test('the sweep has its schedule, and nothing else has one', () => {
  const schedules = functions.map(({ name, schedule }) => [name, schedule]);
  expect(schedules).toEqual(functions.map(({ name }) => [name, name === 'sweep' ? '* * * * *' : undefined]));
});

test('no function that answers a browser carries a library for models or documents', () => {
  const heavy = /^(ai|@ai-sdk\/.*|@embedpdf\/pdfium|dingbat-to-unicode|pdfkit|docx)$/;
  // `picture-use` tells what the models can do, beside a form that does not wait for it.
  const names = functions
    .map(({ name }) => name)
    .filter((name) => !name.endsWith('-background') && name !== 'picture-use');
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
  // An export is set by code alone.
  const callers = names.filter((name) => name !== 'export-book-background');
  expect(callers.length).toBe(names.length - 1);
  for (const name of callers) expect([...packagesOf(name).keys()], name).toContain('ai');
  expect([...packagesOf('extract-rubric-background').keys()]).toEqual(
    expect.arrayContaining(['@embedpdf/pdfium', 'dingbat-to-unicode']),
  );
});

test('a function that reads documents carries PDFium, and no other does', () => {
  const carriers = functions.filter(({ name }) =>
    [...filesOf(name).keys()].some((file) => file.endsWith('@embedpdf/pdfium/dist/pdfium.wasm')),
  );
  expect(carriers.map(({ name }) => name).toSorted()).toEqual([
    'extract-rubric-background',
    'grade-submission-background',
  ]);
});

test('a function that writes PDFs carries its fonts, and no other does', () => {
  const fonts = [
    '@expo-google-fonts/literata',
    ...['sc', 'kr', 'arabic', 'hebrew'].map((script) => `@embedpdf/fonts-${script}`),
  ];
  const writers = functions.map(({ name }) => name).filter((name) => packagesOf(name).has('pdfkit'));
  expect(writers.toSorted()).toEqual(['export-book-background', 'generate-book-background']);
  for (const { name } of functions) {
    const carried = packagesOf(name);
    for (const font of fonts) {
      // In kB: a font, and not just its package.json.
      if (writers.includes(name)) expect(carried.get(font) ?? 0, `${name}: ${font}`).toBeGreaterThan(20);
      else expect(carried.has(font), `${name}: ${font}`).toBe(false);
    }
  }
});

test('the function that makes a book carries the files of its samples, where the task looks for them', async () => {
  const task = join('src', 'tasks', 'generate-book');
  const samples = (await readdir(join(checkout, task), { recursive: true })).filter((name) =>
    /\.(jpg|mp3)$/.test(name),
  );
  expect(samples.length).toBe(5);
  // The build's folder is inside the repository, and names in the zip start at the repository's root.
  const root = relative(checkout, folder);
  for (const { name } of functions) {
    const carried = filesOf(name);
    for (const sample of samples) {
      expect(carried.has(join(root, task, sample)), `${name}: ${sample}`).toBe(
        name === 'generate-book-background',
      );
    }
  }
});

/** The built code of a function, where it finds the packages of this checkout. */
async function bundleOf(name: string): Promise<string> {
  const zip = readFileSync(join(folder, '.netlify', 'functions', `${name}.zip`));
  const files = unzipSync(zip, { filter: (file) => file.name.endsWith(`/functions/${name}.mjs`) });
  const [code = new Uint8Array()] = Object.values(files);
  await mkdir(join(folder, 'bundles'), { recursive: true });
  const path = join(folder, 'bundles', `${name}.mjs`);
  await writeFile(path, code);
  return pathToFileURL(path).href;
}

test.for([
  ['extract-rubric-trigger', 'check-file', 'pdf'],
  ['extract-rubric-background', 'read-document', { kind: 'pdf', pageCount: 1 }],
] as const)('the thread of %s finds %s in the built file', async ([name, guarded, result]) => {
  const module = await bundleOf(name);
  const options = { fileName: 'rubric.pdf', kinds: ['pdf'], maxBytes: 1_000_000 };
  const worker = new Worker("import(require('node:worker_threads').workerData.module)", {
    eval: true,
    workerData: { guarded, module, bytes: await rubricPdf(), options },
    env: {},
    execArgv: [],
  });
  const answer = await new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`It ended with ${code} and no answer.`)));
  });
  await worker.terminate();
  expect(answer).toMatchObject({ kind: 'read', result });
});
