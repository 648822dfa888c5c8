import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder with the package's `package.json`: beside the sources, or above what was built of them. */
const root = [join(import.meta.dirname, '..'), join(import.meta.dirname, '..', '..')].find((folder) =>
  existsSync(join(folder, 'package.json')),
)!;

/** The package's `package.json`: the one place of its name. */
export const packageInfo = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly name: string;
  readonly version: string;
  readonly peerDependencies: Readonly<Record<string, string>>;
};

/**
 * A template's text.
 *
 * @param path below `templates`, such as `task/run.ts`
 * @param inJavaScript whether without types, as the build makes it of the TypeScript one
 */
export function readTemplate(path: string, inJavaScript = false): string {
  const file = inJavaScript
    ? join('dist', 'templates', path.replace(/\.ts(x?)$/, '.js$1'))
    : join('templates', path);
  return readFileSync(join(root, file), 'utf8');
}

/** The migrations that the package ships, in order: their names and texts. */
export function shippedMigrations(): { readonly name: string; readonly text: string }[] {
  const folder = join(root, 'migrations');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .toSorted()
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
}
