import { execFile } from 'node:child_process';
import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { cleanEnvironment } from '../support/environment.ts';
import { freshProject, type FreshProject } from '../support/fresh-project.ts';
import {
  bareApp,
  install,
  packedOnce,
  type PackedPackage,
  passesTypes,
  removeFolder,
} from '../support/packed-app.ts';
import { viteApp } from '../support/vite-app.ts';
import { fillIn, runJobOnPage, showPage } from './first-page.ts';
import { quickStartOf } from './quick-start-of.ts';

/** What an app made by Vite has installed. */
const ofVite = [
  'react',
  'react-dom',
  'typescript',
  'vite',
  '@types/node',
  '@types/react',
  '@types/react-dom',
];

let packed: PackedPackage;
beforeAll(async () => {
  packed = await packedOnce();
});

async function packageJson(folder: string) {
  return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
    version?: string;
    bin?: Record<string, string>;
    dependencies: Record<string, string>;
  };
}

/** What `npm install` does, with this checkout for the registry and our packed package in it. */
async function npmInstall(app: string, names: readonly string[]): Promise<void> {
  await install(app, packed, [...ofVite, ...names]);
  const ours = join(app, 'node_modules', 'overtime');
  const { bin = {}, dependencies } = await packageJson(ours);
  await install(app, packed, Object.keys(dependencies));
  const programs = {
    overtime: join(ours, bin['overtime'] ?? ''),
    vite: join(app, 'node_modules', 'vite', 'bin', 'vite.js'),
  };
  await mkdir(join(app, 'node_modules', '.bin'));
  for (const [name, program] of Object.entries(programs)) {
    await chmod(program, 0o755);
    await symlink(program, join(app, 'node_modules', '.bin', name));
  }

  const its = await packageJson(app);
  for (const name of names) {
    const { version } = await packageJson(join(app, 'node_modules', name));
    its.dependencies[name] = `^${version}`;
  }
  await writeFile(join(app, 'package.json'), JSON.stringify(its));
}

/** Runs a command as a person types it, in a shell that knows Node and npm. No package is downloaded. */
async function type(app: string, command: string): Promise<string> {
  const env = {
    ...cleanEnvironment(),
    PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
    npm_config_offline: 'true',
  };
  return (await promisify(execFile)(command, { cwd: app, env, shell: true })).stdout;
}

// The machine has no registry to install from and no hosted project to push to: the install is from this checkout, and the
// push into a project of the local stack. The rest is typed.
test("README's quick start, followed line by line in an app made by Vite, leads to its first job", async () => {
  const app = await bareApp(viteApp);
  onTestFinished(() => removeFolder(app));
  let project: FreshProject | undefined;
  let said = '';
  for (const line of await quickStartOf('README.md')) {
    if (line.startsWith('npm install ')) await npmInstall(app, line.split(' ').slice(2));
    else if (/^(?:npx overtime|cp) /.test(line)) said += await type(app, line);
    else if (line === 'npx supabase db push') {
      project = await freshProject(join(app, 'supabase', 'migrations'));
      onTestFinished(() => project?.stop());
    } else if (line === 'npx netlify dev') {
      await fillIn(app, project!);
      await showPage(app, said, project!);
      await runJobOnPage(app, project!);
    } else throw new Error(`This test does not know the command "${line}".`);
  }
  expect(project).toBeDefined();
  // The first line has installed all.
  expect(said).not.toMatch(/npm install|Install /);

  // Its build is that of moves-in.test.ts.
  await passesTypes(app, 'netlify');
});

test("the package's own README has the same commands", async () => {
  const plain = (lines: string[]) => lines.map((line) => line.replace(' --yes', '')).toSorted();
  expect(plain(await quickStartOf('src/overtime/README.md'))).toEqual(plain(await quickStartOf('README.md')));
});
