import { readFileSync, globSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { expect, test } from 'vitest';
import { checkout } from '../../src/local/checkout.ts';

/** The package's words: leaves, which a browser may load. */
const words = [
  'bounded-fetch',
  'clock',
  'contract',
  'counted',
  'deadline',
  'errors',
  'file-fields',
  'file-path',
  'input-sentence',
  'job',
  'job-answers',
  'job-file',
  'changes',
  'job-status',
  'storable',
  'storage-fault',
  'task',
].map((name) => `src/overtime/${name}.ts`);
/** What is public of the package; the rest of the repository imports nothing else of it. */
const entries = ['index', 'netlify', 'client', 'react', 'models', 'files', 'testing'].map(
  (name) => `src/overtime/${name}.ts`,
);

/**
 * Who may import whom: a part, and the parts that it may import beside its own files and packages. A task's files
 * have two parts: `task contract`, which a browser may load, and `task`. Every `contract.ts` is in the first, and
 * so is every other file that loads nothing of the server (`isBrowserSafe`); so the site cannot import a file
 * that loads a model. `contracts` lists the contracts.
 */
const allowed: Record<string, readonly string[]> = {
  words: [],
  engine: ['words'],
  files: ['words'],
  functions: ['words', 'engine', 'files'],
  client: ['words'],
  react: ['words', 'client', 'client entry'],
  models: ['words', 'files'],
  cli: ['words', 'engine', 'functions', 'models'],
  'index entry': ['words'],
  'netlify entry': ['functions'],
  'client entry': ['client'],
  'react entry': ['react'],
  'models entry': ['models'],
  'files entry': ['words', 'files'],
  'testing entry': ['testing'],
  testing: ['words', 'engine', 'functions', 'models', 'server'],
  // It loads nothing of the package, so the local stack starts fast.
  server: [],
  templates: ['index entry', 'netlify entry', 'client entry', 'react entry', 'models entry', 'testing entry'],
  documents: ['index entry', 'files entry', 'markdown'],
  // A leaf, which contracts and pages load too.
  markdown: [],
  'task contract': ['index entry', 'documents', 'markdown'],
  task: ['index entry', 'models entry', 'files entry', 'task contract', 'documents'],
  contracts: ['index entry', 'task contract'],
  site: ['index entry', 'client entry', 'react entry', 'task contract', 'contracts', 'markdown'],
  local: [
    'index entry',
    'netlify entry',
    'client entry',
    'models entry',
    'testing entry',
    'server',
    'cli',
    'task contract',
    'contracts',
  ],
  function: ['netlify entry', 'contracts', 'task contract', 'task'],
};

/** Packages that no browser, and no trigger or status function, may load. */
const serverOnly = /^(ai|@ai-sdk\/.*|@embedpdf\/.*|dingbat-to-unicode|pdfkit|docx|pino|postgres|node:.*)$/;

const files = globSync('{src,netlify/functions}/**/*.{ts,tsx}', {
  cwd: checkout,
  exclude: ['src/overtime/dist/**'],
}).map((path) => path.split(sep).join('/'));

function partOf(path: string): string {
  const [root, part = '', ...rest] = path.split('/');
  if (path === 'src/documents/markdown-text.ts') return 'markdown';
  if (root === 'netlify') return 'function';
  if (part === 'overtime') {
    if (words.includes(path)) return 'words';
    if (path === 'src/overtime/testing/serve-fetch.ts') return 'server';
    if (entries.includes(path)) return `${rest[0]?.replace('.ts', '')} entry`;
    return rest[0] ?? '';
  }
  if (part !== 'tasks') return part;
  if (rest.length === 1) return 'contracts';
  return rest.at(-1) === 'contract.ts' || isBrowserSafe(path) ? 'task contract' : 'task';
}

interface Import {
  readonly file: string;
  readonly kind: 'type' | 'value' | 'dynamic';
}

function importsOf(path: string): Import[] {
  const text = readFileSync(join(checkout, path), 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '');
  const statements = text.matchAll(/^(?:import|export)\s+(type\s)?(?:[^'"();]*?\sfrom\s+)?'([^']+)'/gm);
  const dynamic = text.matchAll(/\bimport\('([^']+)'\)/g);
  return [
    ...[...statements].map(([, type, file = '']): Import => ({ file, kind: type ? 'type' : 'value' })),
    ...[...dynamic].map(([, file = '']): Import => ({ file, kind: 'dynamic' })),
  ];
}

/** What a file imports of ours, by paths from the checkout. */
const ownImportsOf = (path: string): Import[] =>
  importsOf(path)
    .filter(({ file }) => file.startsWith('.') && /\.(tsx?|mjs)$/.test(file))
    .map(({ file, kind }) => ({
      file: normalize(join(dirname(path), file))
        .split(sep)
        .join('/'),
      kind,
    }));

/** Whether a file of a task loads no server library, directly or through its imports, and of the package only `index.ts`. */
function isBrowserSafe(path: string): boolean {
  const packages = importsOf(path).filter(({ file, kind }) => kind !== 'type' && !file.startsWith('.'));
  if (packages.some(({ file }) => serverOnly.test(file))) return false;
  return ownImportsOf(path)
    .filter(({ kind }) => kind !== 'type')
    .every(
      ({ file }) =>
        file === 'src/overtime/index.ts' || (/^src\/(tasks|documents)\//.test(file) && isBrowserSafe(file)),
    );
}

test('every part imports only what stands below it', () => {
  const offences = files.flatMap((path) =>
    ownImportsOf(path)
      .filter(({ file }) => {
        const [from, to] = [partOf(path), partOf(file)];
        return from !== to && !allowed[from]?.includes(to);
      })
      .map(({ file }) => `${path} imports ${file}`),
  );
  expect(files.length).toBeGreaterThan(50);
  expect(offences).toEqual([]);
});

test('no files import each other in a circle, not even for their types', () => {
  const done = new Set<string>();
  const circles: string[] = [];
  const follow = (path: string, way: readonly string[]) => {
    if (way.includes(path)) {
      circles.push([...way.slice(way.indexOf(path)), path].join(' → '));
      return;
    }
    if (done.has(path)) return;
    for (const { file } of ownImportsOf(path)) follow(file, [...way, path]);
    done.add(path);
  };
  for (const path of files) follow(path, []);
  expect(circles).toEqual([]);
});

test('a task imports no other task', () => {
  const hasContract = (folder: string) => files.includes(`src/tasks/${folder}/contract.ts`);
  const folderOf = (path: string) => /^src\/tasks\/([^/]+)\//.exec(path)?.[1];
  const offends = (from: string | undefined, to: string | undefined) =>
    to !== undefined && to !== from && hasContract(to);
  const offences = files
    .filter((path) => folderOf(path) !== undefined)
    .flatMap((path) =>
      ownImportsOf(path)
        .filter(({ file }) => offends(folderOf(path), folderOf(file)))
        .map(({ file }) => `${path} imports ${file}`),
    );
  expect(offences).toEqual([]);
});

test('a sample is made of the input: none imports a prompt', () => {
  const samples = files.filter(
    (path) =>
      /\/sample(?:-[\w-]+)?\.ts$/.test(path) &&
      (partOf(path).startsWith('task') || partOf(path) === 'templates'),
  );
  expect(samples.length).toBeGreaterThan(5);
  const offences = samples.filter((path) =>
    ownImportsOf(path).some(({ file }) => /prompt|delimit/.test(file)),
  );
  expect(offences).toEqual([]);
});

test('nothing that the browser loads imports a server library', () => {
  const seen = new Set<string>();
  const offences: string[] = [];
  const follow = (path: string) => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const { file, kind } of importsOf(path)) {
      // Runs in browsers too; a page may load it once it is asked for a Word file.
      const isLater = file === 'docx' && kind === 'dynamic';
      if (kind !== 'type' && !isLater && !file.startsWith('.') && serverOnly.test(file))
        offences.push(`${path} imports ${file}`);
    }
    for (const { file, kind } of ownImportsOf(path)) if (kind !== 'type') follow(file);
  };
  for (const entry of ['index', 'client', 'react']) follow(`src/overtime/${entry}.ts`);
  follow('src/site/main.tsx');
  follow('src/overtime/templates/page.tsx');
  for (const path of files) if (partOf(path) === 'task contract') follow(path);
  expect(seen.size).toBeGreaterThan(20);
  expect(offences).toEqual([]);
});

test('no file of the package names an example task', () => {
  const named = /\b(rubric|lore|hardcover|foundation|bookbot)/i;
  const offences = files
    .filter((path) => path.startsWith('src/overtime/'))
    .filter((path) => named.test(readFileSync(join(checkout, path), 'utf8')));
  expect(offences).toEqual([]);
});
