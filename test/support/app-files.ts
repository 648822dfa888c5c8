import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The files of an app, without what it has installed: each path with its text. */
export async function filesOf(app: string): Promise<Map<string, string>> {
  const names = await readdir(app, { recursive: true, withFileTypes: true });
  const files = names.filter((one) => one.isFile() && !join(one.parentPath, '/').includes('node_modules'));
  const paths = files.map((one) => join(one.parentPath, one.name)).toSorted();
  const read = async (path: string) => [path.slice(app.length + 1), await readFile(path, 'utf8')] as const;
  return new Map(await Promise.all(paths.map(read)));
}

/** The paths of the files that came to be. */
export const added = (before: Map<string, string>, after: Map<string, string>) =>
  [...after.keys()].filter((path) => !before.has(path));
