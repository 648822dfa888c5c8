import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { checkout } from './checkout.ts';

/**
 * Builds the site into a folder. In a process of its own, since Vite reads what is built in from the
 * environment. Throws with what Vite says.
 */
export async function buildSite(folder: string, settings: Readonly<Record<string, string>>): Promise<void> {
  const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin', 'vite.js');
  const { NODE_ENV: _, ...env } = process.env;
  await promisify(execFile)(
    process.execPath,
    [vite, 'build', '--outDir', folder, '--emptyOutDir', '--logLevel', 'error'],
    { cwd: checkout, env: { ...env, ...settings } },
  ).catch((error: Error & { stderr?: string }) => {
    throw new Error(`The site could not be built:\n${error.stderr ?? error.message}`, { cause: error });
  });
}
