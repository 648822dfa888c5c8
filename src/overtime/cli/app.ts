import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readText } from './change.ts';

const frameworks = { next: 'Next', astro: 'Astro', '@sveltejs/kit': 'SvelteKit', vite: 'Vite' } as const;
const lockFiles = {
  'pnpm-lock.yaml': 'pnpm',
  'yarn.lock': 'yarn',
  'bun.lock': 'bun',
  'bun.lockb': 'bun',
  'package-lock.json': 'npm',
} as const;

/** The app that a command runs in. Paths are from its folder, with slashes. */
export interface App {
  readonly folder: string;
  readonly framework: (typeof frameworks)[keyof typeof frameworks] | 'plain';
  readonly isTypeScript: boolean;
  readonly packageManager: (typeof lockFiles)[keyof typeof lockFiles];
  /** Development dependencies included, by name. */
  readonly dependencies: Readonly<Record<string, string>>;
  /** The folder of the functions. */
  readonly functions: string;
  /** The folder of the tasks, one folder each. */
  readonly tasks: string;
  readonly hasNetlifyToml: boolean;
  /** Whether there is a `supabase/config.toml`, which the Supabase CLI needs. */
  readonly hasSupabase: boolean;
}

/** Finds out what there is. Throws where the folder has no `package.json`. */
export function findApp(folder: string): App {
  const text = readText(folder, 'package.json');
  if (text === null)
    throw new Error(`There is no package.json in ${folder}: run this in the folder of an app.`);
  const info = JSON.parse(text) as Record<string, Record<string, string> | undefined> & {
    packageManager?: string;
  };
  const dependencies = { ...info['dependencies'], ...info['devDependencies'] };
  const framework = Object.entries(frameworks).find(([name]) => name in dependencies)?.[1] ?? 'plain';
  const toml = readText(folder, 'netlify.toml');
  return {
    folder,
    framework,
    isTypeScript: 'typescript' in dependencies || existsSync(join(folder, 'tsconfig.json')),
    packageManager: findPackageManager(folder, info.packageManager),
    dependencies,
    functions: functionsFolderIn(toml ?? ''),
    tasks: existsSync(join(folder, 'src')) ? 'src/tasks' : 'tasks',
    hasNetlifyToml: toml !== null,
    hasSupabase: existsSync(join(folder, 'supabase', 'config.toml')),
  };
}

/** The app in a few words. */
export function describeApp(app: App): string {
  return [
    app.framework === 'plain' ? 'no framework' : app.framework,
    app.isTypeScript ? 'TypeScript' : 'JavaScript',
    app.packageManager,
    app.hasNetlifyToml ? 'netlify.toml' : 'no netlify.toml',
    app.hasSupabase ? 'supabase/' : 'no supabase/config.toml',
  ].join(', ');
}

/** By the field of package.json, else by the lock file, which a workspace has in a folder above. */
function findPackageManager(folder: string, field = ''): App['packageManager'] {
  const named = Object.values(lockFiles).find((name) => field.startsWith(`${name}@`));
  if (named) return named;
  for (let at = folder; ; at = dirname(at)) {
    const found = Object.entries(lockFiles).find(([file]) => existsSync(join(at, file)));
    if (found) return found[1];
    if (at === dirname(at)) return 'npm';
  }
}

/** As netlify.toml names it: `directory` of `[functions]`, or `functions` of `[build]`. */
function functionsFolderIn(toml: string): string {
  const setting = (section: string, key: string) => {
    const lines = toml.split(/^\s*\[/m).find((part) => part.startsWith(`${section}]`)) ?? '';
    return new RegExp(`^\\s*${key}\\s*=\\s*["']([^"']+)["']`, 'm').exec(lines)?.[1];
  };
  const folder = setting('functions', 'directory') ?? setting('build', 'functions') ?? 'netlify/functions';
  return folder.replace(/^\.?\//, '').replace(/\/$/, '');
}

/** A function of the app: its name, its file's path, and its text (empty for a folder). */
export interface FunctionFile {
  readonly name: string;
  readonly path: string;
  readonly text: string;
}

export function functionFiles({ folder, functions }: App): FunctionFile[] {
  if (!existsSync(join(folder, functions))) return [];
  return readdirSync(join(folder, functions), { withFileTypes: true }).map((entry) => {
    const path = `${functions}/${entry.name}`;
    const name = entry.isDirectory() ? entry.name : entry.name.replace(/\.[cm]?[jt]sx?$/, '');
    return { name, path, text: entry.isDirectory() ? '' : (readText(folder, path) ?? '') };
  });
}
