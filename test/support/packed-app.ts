import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { inject, vi } from 'vitest';
import { checkout } from '../../src/local/checkout.ts';

const run = promisify(execFile);

/** The packed package, unpacked into a folder. */
export interface PackedPackage {
  readonly folder: string;
  /** The paths of what was packed. */
  readonly files: readonly string[];
}

/**
 * The packed package of this run of journeys: the first file that asks has it packed, and the others wait for that. Two
 * builds at once would delete each other's files.
 */
export async function packedOnce(): Promise<PackedPackage> {
  const folder = join(inject('origin').folder, 'packed');
  const done = join(folder, 'done.json');
  const isFirst = await mkdir(folder).then(
    () => true,
    () => false,
  );
  if (isFirst) {
    const packed = await packPackage(folder).catch((error: Error) => ({ error: error.message }));
    await writeFile(`${done}.part`, JSON.stringify(packed));
    await rename(`${done}.part`, done);
  }
  await vi.waitUntil(() => existsSync(done), { timeout: 100_000, interval: 200 });
  const packed = JSON.parse(await readFile(done, 'utf8')) as PackedPackage | { error: string };
  if ('error' in packed) throw new Error(packed.error);
  return packed;
}

/** Builds and packs the package, and unpacks it into a folder. Takes some ten seconds. */
export async function packPackage(folder: string): Promise<PackedPackage> {
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: join(checkout, 'src', 'overtime'),
  });
  const [tarball] = JSON.parse(stdout.slice(stdout.indexOf('['))) as {
    filename: string;
    files: { path: string }[];
  }[];
  await run('tar', ['-xzf', join(folder, tarball?.filename ?? ''), '-C', folder]);
  return { folder, files: tarball?.files.map(({ path }) => path) ?? [] };
}

/**
 * Makes an app outside the repository, with the package in its `node_modules` and what that needs beside it.
 *
 * @param files by path
 */
export async function appWith(
  { folder }: PackedPackage,
  files: Readonly<Record<string, string>>,
): Promise<string> {
  const app = await mkdtemp(join(tmpdir(), 'overtime-app-'));
  const modules = join(app, 'node_modules');
  await mkdir(modules);
  for (const name of await readdir(join(checkout, 'node_modules'))) {
    if (!name.startsWith('.')) await symlink(join(checkout, 'node_modules', name), join(modules, name));
  }
  // A copy: by a link, its own imports would be looked for where it really is.
  await run('cp', ['-R', join(folder, 'package'), join(modules, 'overtime')]);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(app, dirname(path)), { recursive: true });
    await writeFile(join(app, path), text);
  }
  return app;
}

export const removeFolder = (folder: string) => rm(folder, { recursive: true, force: true });
