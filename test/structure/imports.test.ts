import { readFileSync, globSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';
import { expect, test } from 'vitest';
import { checkout } from '../../src/local/checkout.ts';

/**
 * Who may import whom: a part of `src`, and the parts that it may import beside its own files and packages. A task
 * has two parts, its contract, which a browser may load, and the rest; so has a room that tasks share, where the
 * files of the first part are named `…-contract.ts`. `contracts` gathers the contracts. What a new task is made from
 * is held to the same.
 */
const allowed: Record<string, readonly string[]> = {
  'job-file.ts': ['file-path.ts'],
  'job.ts': ['job-file.ts'],
  'errors.ts': [],
  'clock.ts': [],
  'deadline.ts': ['clock.ts'],
  'bounded-fetch.ts': ['clock.ts', 'deadline.ts'],
  'file-path.ts': [],
  'picture-file.ts': [],
  'storable.ts': [],
  'markdown-text.ts': [],
  'contract.ts': ['job.ts', 'errors.ts'],
  'task.ts': ['job.ts', 'errors.ts', 'clock.ts', 'contract.ts'],
  'task contract': ['contract.ts', 'job.ts', 'job-file.ts', 'file-path.ts', 'markdown-text.ts'],
  documents: ['errors.ts', 'contract.ts', 'picture-file.ts', 'markdown-text.ts'],
  llm: [
    'job.ts',
    'errors.ts',
    'clock.ts',
    'bounded-fetch.ts',
    'contract.ts',
    'task.ts',
    'storable.ts',
    'picture-file.ts',
  ],
  task: [
    'job.ts',
    'errors.ts',
    'clock.ts',
    'bounded-fetch.ts',
    'contract.ts',
    'task.ts',
    'task contract',
    'llm',
    'documents',
  ],
  engine: [
    'job.ts',
    'errors.ts',
    'clock.ts',
    'deadline.ts',
    'contract.ts',
    'task.ts',
    'file-path.ts',
    'storable.ts',
  ],
  functions: [
    'job.ts',
    'errors.ts',
    'clock.ts',
    'deadline.ts',
    'bounded-fetch.ts',
    'contract.ts',
    'task.ts',
    'file-path.ts',
    'storable.ts',
    'engine',
    'documents',
  ],
  client: ['job.ts', 'errors.ts', 'clock.ts', 'contract.ts', 'file-path.ts'],
  react: ['job.ts', 'errors.ts', 'contract.ts', 'client'],
  site: [
    'job.ts',
    'job-file.ts',
    'errors.ts',
    'contract.ts',
    'task contract',
    'contracts',
    'client',
    'react',
    'markdown-text.ts',
  ],
  local: ['job.ts', 'errors.ts', 'clock.ts', 'contract.ts', 'task contract', 'client', 'doctor'],
  // Judges settings as the functions and the model layer read them.
  doctor: ['bounded-fetch.ts', 'contract.ts', 'contracts', 'functions', 'llm', 'local'],
  contracts: ['contract.ts', 'task contract'],
  door: ['contracts', 'task contract', 'task', 'functions'],
};

/** Packages that no browser, and no trigger or status function, may load. */
const serverOnly = /^(ai|@ai-sdk\/.*|unpdf|mammoth|pdfkit|docx|pino|postgres|node:.*)$/;

const files = globSync('{src,netlify/functions}/**/*.{ts,tsx}', { cwd: checkout }).map((path) =>
  path.split(sep).join('/'),
);

function partOf(path: string): string {
  const [root, part = '', ...rest] = path.split('/');
  if (root === 'netlify') return 'door';
  const isTask = part === 'tasks' || path.startsWith('src/local/task-template/');
  if (!isTask) return path.startsWith('src/local/doctor/') ? 'doctor' : part;
  if (rest.length === 1) return 'contracts';
  return /^(.+-)?contract\.ts$/.test(rest.at(-1) ?? '') ? 'task contract' : 'task';
}

/** What a file imports, whether for its types or for its values. */
function importsOf(path: string): { file: string; isType: boolean }[] {
  const text = readFileSync(join(checkout, path), 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '');
  const statements = text.matchAll(/^(?:import|export)\s+(type\s)?(?:[^'"();]*?\sfrom\s+)?'([^']+)'/gm);
  const dynamic = text.matchAll(/\bimport\('([^']+)'\)/g);
  return [
    ...[...statements].map(([, type, file = '']) => ({ file, isType: type !== undefined })),
    ...[...dynamic].map(([, file = '']) => ({ file, isType: false })),
  ];
}

const resolve = (from: string, to: string) =>
  normalize(join(dirname(from), to))
    .split(sep)
    .join('/');

/** The files of ours among them. */
const ownImportsOf = (path: string) =>
  importsOf(path)
    .filter(({ file }) => file.startsWith('.'))
    .map(({ file }) => resolve(path, file));

test('every part imports only what stands below it', () => {
  const offences = files.flatMap((path) =>
    ownImportsOf(path)
      .filter((target) => {
        const [from, to] = [partOf(path), partOf(target)];
        return from !== to && !allowed[from]?.includes(to);
      })
      .map((target) => `${path} imports ${target}`),
  );
  expect(files.length).toBeGreaterThan(50);
  expect(offences).toEqual([]);
});

test('a task imports no other task', () => {
  const hasContract = (room: string) => files.includes(`src/tasks/${room}/contract.ts`);
  const roomOf = (path: string) => /^src\/tasks\/([^/]+)\//.exec(path)?.[1];
  const offends = (from: string | undefined, to: string | undefined) =>
    to !== undefined && to !== from && hasContract(to);
  const offences = files
    .filter((path) => roomOf(path) !== undefined)
    .flatMap((path) =>
      ownImportsOf(path)
        .filter((target) => offends(roomOf(path), roomOf(target)))
        .map((target) => `${path} imports ${target}`),
    );
  expect(offences).toEqual([]);
});

test('a sample is made of the input: none imports a prompt', () => {
  const samples = files.filter((path) => /\/sample(?:-[\w-]+)?\.ts$/.test(path) && partOf(path) === 'task');
  expect(samples.length).toBeGreaterThan(5);
  const offences = samples.filter((path) =>
    ownImportsOf(path).some((target) => /prompt|delimit/.test(target)),
  );
  expect(offences).toEqual([]);
});

test('nothing that the browser loads imports a server library', () => {
  const seen = new Set<string>();
  const offences: string[] = [];
  const follow = (path: string) => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const { file, isType } of importsOf(path)) {
      if (isType) continue;
      if (!file.startsWith('.')) {
        if (serverOnly.test(file)) offences.push(`${path} imports ${file}`);
      } else if (/\.tsx?$/.test(file)) {
        follow(relative('.', resolve(path, file)));
      }
    }
  };
  follow('src/site/main.tsx');
  follow('src/overtime/client.ts');
  follow('src/overtime/react.ts');
  for (const path of files) if (partOf(path) === 'task contract') follow(path);
  expect(seen.size).toBeGreaterThan(20);
  expect(offences).toEqual([]);
});
