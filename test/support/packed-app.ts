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
  readonly tarball: string;
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
  const [made] = JSON.parse(stdout.slice(stdout.indexOf('['))) as {
    filename: string;
    files: { path: string }[];
  }[];
  const tarball = join(folder, made?.filename ?? '');
  await run('tar', ['-xzf', tarball, '-C', folder]);
  return { folder, tarball, files: made?.files.map(({ path }) => path) ?? [] };
}

/**
 * Makes an app outside the repository, with the package in its `node_modules` and everything else of this checkout.
 *
 * @param files by path
 */
export async function appWith(
  packed: PackedPackage,
  files: Readonly<Record<string, string>>,
): Promise<string> {
  const app = await bareApp(files);
  const names = (await readdir(join(checkout, 'node_modules'))).filter((name) => !name.startsWith('.'));
  await install(app, packed, ['overtime', ...names]);
  return app;
}

/** Makes an app outside the repository without a `node_modules`. */
export async function bareApp(files: Readonly<Record<string, string>>): Promise<string> {
  const app = await mkdtemp(join(tmpdir(), 'overtime-app-'));
  await writeFiles(app, files);
  return app;
}

/** @param files by path */
export async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(folder, dirname(path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

/** Puts packages of this checkout, and the packed one as `overtime`, into an app's `node_modules`, without a network. */
export async function install(
  app: string,
  { folder }: PackedPackage,
  names: readonly string[],
): Promise<void> {
  const modules = join(app, 'node_modules');
  for (const name of names) {
    await mkdir(dirname(join(modules, name)), { recursive: true });
    // A copy of ours: by a link, its own imports would be looked for where it really is.
    if (name === 'overtime') await run('cp', ['-R', join(folder, 'package'), join(modules, name)]);
    else if (!existsSync(join(modules, name)))
      await symlink(join(checkout, 'node_modules', name), join(modules, name));
  }
}

/** Checks the types of an app's own code, and of its functions, which its build does not look at. */
export async function passesTypes(app: string, ...functions: string[]): Promise<void> {
  const narrow = { extends: './tsconfig.json', compilerOptions: { types: ['node'] }, include: functions };
  await writeFile(join(app, 'tsconfig.functions.json'), JSON.stringify(narrow));
  const tsc = join(checkout, 'node_modules', 'typescript', 'bin', 'tsc');
  for (const project of ['tsconfig.json', 'tsconfig.functions.json']) {
    await run(process.execPath, [tsc, '-p', project], { cwd: app }).catch((error: { stdout: string }) => {
      throw new Error(error.stdout);
    });
  }
}

export const removeFolder = (folder: string) => rm(folder, { recursive: true, force: true });
