import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { checkout } from './checkout.ts';

/**
 * Makes a folder in which the Netlify CLI finds this checkout's functions and keeps what it builds to
 * itself: it writes into the folder it runs in, so that two of them in one folder destroy each other's work.
 */
export async function prepareNetlifyFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const name of ['netlify', 'src', 'node_modules', 'package.json']) {
    await symlink(relative(folder, join(checkout, name)), join(folder, name));
  }
  await mkdir(join(folder, 'dist'));
  await writeFile(join(folder, 'dist', 'index.html'), '<!doctype html><title>Overtime</title>\n');
}

/** The folder of the functions. */
export const functionsFolder = join(checkout, 'netlify', 'functions');

/** The names of the functions in a folder, from their files. */
export async function functionNames(folder: string = functionsFolder): Promise<string[]> {
  const files = await readdir(folder);
  return files.filter((name) => name.endsWith('.ts')).map((name) => name.slice(0, -3));
}

/** The path of the Netlify CLI's program, for Node. */
export const netlifyCli = createRequire(import.meta.url).resolve('netlify-cli/bin/run.js');
