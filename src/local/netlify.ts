import { rm, symlink } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { checkout } from './checkout.ts';
import { type LocalNetlify, type NetlifyDevOptions, startNetlifyDev } from './netlify-dev.ts';
import { functionNames, functionsFolder, prepareNetlifyFolder } from './netlify-folder.ts';

export interface NetlifyOptions extends Omit<NetlifyDevOptions, 'flags' | 'functionCount'> {
  /** A folder of its own, in a git repository; created for each start. */
  readonly folder: string;
  /** The functions' folder. Default: the checkout's. */
  readonly functionsFolder?: string | undefined;
  /** The built site; without one, the functions alone are served. */
  readonly siteFolder?: string | undefined;
}

/**
 * Starts `netlify dev` with the functions of this checkout, without login, link or network. Resolves when
 * every function is loaded; rejects with the end of its log when one cannot be built.
 *
 * It runs in a folder of its own that points to the checkout, since `netlify dev` keeps its builds in the folder it runs
 * in, so that two in one folder destroy each other's, and since it reads `.env`, which a test must not.
 */
export async function startNetlify(options: NetlifyOptions): Promise<LocalNetlify> {
  const functions = options.functionsFolder ?? functionsFolder;
  await prepareFolder(options);
  return startNetlifyDev({
    ...options,
    flags: [
      '--framework=#static',
      // Named outright: those of netlify.toml would be taken from the repository's root.
      `--dir=${join(options.folder, 'dist')}`,
      `--functions=${functions}`,
    ],
    functionCount: (await functionNames(functions)).length,
  });
}

async function prepareFolder({ folder, siteFolder }: NetlifyOptions): Promise<void> {
  await prepareNetlifyFolder(folder);
  await symlink(relative(folder, join(checkout, 'netlify.toml')), join(folder, 'netlify.toml'));
  if (siteFolder) {
    await rm(join(folder, 'dist'), { recursive: true });
    await symlink(relative(folder, siteFolder), join(folder, 'dist'));
  }
}
