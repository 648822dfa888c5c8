import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkout } from '../../src/local/checkout.ts';

type Packages = Record<string, { readonly optionalDependencies?: Record<string, string> }>;

const lockFiles = execFileSync('git', ['ls-files', '*package-lock.json'], { cwd: checkout, encoding: 'utf8' })
  .split('\n')
  .filter(Boolean);

/** Whether a package finds another one, in its own `node_modules` or in one above it. */
function finds(packages: Packages, from: string, name: string): boolean {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    if (`${at === '' ? '' : `${at}/`}node_modules/${name}` in packages) return true;
    if (at === '') return false;
  }
}

test('there are lock files to look at', () => {
  expect(lockFiles).toEqual(expect.arrayContaining(['package-lock.json', 'test/bench/package-lock.json']));
});

// A lock file made where a registry lacks some platform's build lacks it too, and `npm ci` then refuses it.
test.each(lockFiles)('%s has the optional packages of every platform', (file) => {
  const { packages } = JSON.parse(readFileSync(join(checkout, file), 'utf8')) as { packages: Packages };
  const missing = Object.entries(packages).flatMap(([at, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !finds(packages, at, name))
      .map((name) => `${at || 'the project'} lacks ${name}`),
  );
  expect(missing).toEqual([]);
});
