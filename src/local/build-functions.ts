import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { checkout } from './checkout.ts';
import { netlifyCli, prepareNetlifyFolder } from './netlify-folder.ts';

/** A function as Netlify would deploy it. */
export interface BuiltFunction {
  readonly name: string;
  /** `background` for one that may run for 15 minutes. */
  readonly invocationMode: string;
  /** The zip file. */
  readonly path: string;
  readonly schedule?: string;
  /** Its rate limit. */
  readonly trafficRules?: { readonly action: unknown };
}

/**
 * Builds the functions of this checkout as Netlify does, without login or network, into
 * `<folder>/.netlify/functions`; the site is left out. Takes half a minute. Throws with what Netlify says.
 */
export async function buildFunctions(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<readonly BuiltFunction[]> {
  await prepareNetlifyFolder(folder);
  const config = await readFile(join(checkout, 'netlify.toml'), 'utf8');
  await writeFile(join(folder, 'netlify.toml'), config.replace(/^command = .*$/m, 'command = "echo"'));
  await promisify(execFile)(process.execPath, [netlifyCli, 'build', '--offline'], { cwd: folder, env });
  const manifest = await readFile(join(folder, '.netlify', 'functions', 'manifest.json'), 'utf8');
  return (JSON.parse(manifest) as { functions: BuiltFunction[] }).functions;
}
