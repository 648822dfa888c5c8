import { execFile } from 'node:child_process';
import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { checkout } from '../../src/local/checkout.ts';
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
import { runFirstJob } from './first-job.ts';

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

/** The commands of the first block of a README that installs the package, without their comments. */
async function quickStartOf(readme: string): Promise<string[]> {
  const text = await readFile(join(checkout, readme), 'utf8');
  const [, block = ''] = /```sh\n(npm install overtime.+?)\n```/s.exec(text) ?? [];
  return block.split('\n').map((line) => line.replace(/\s+#.*$/, ''));
}

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
  const program = join(ours, bin['overtime'] ?? '');
  await chmod(program, 0o755);
  await mkdir(join(app, 'node_modules', '.bin'));
  await symlink(program, join(app, 'node_modules', '.bin', 'overtime'));

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

/** Fills in the `.env` as a person does, and gives this process, which hosts the functions, nothing else of a project. */
async function fillIn(app: string, project: FreshProject): Promise<void> {
  const path = join(app, '.env');
  const text = await readFile(path, 'utf8');
  const filled = text.replace(/^(\w+)=.*$/gm, (_, name: string) => `${name}=${project.env[name] ?? ''}`);
  await writeFile(path, filled);
  for (const name of Object.keys(project.env)) delete process.env[name];
  process.loadEnvFile(path);
  // By netlify dev.
  vi.stubEnv('NETLIFY_DEV', 'true');
}

// The machine has no registry to install from, no hosted project to push to, and netlify dev takes long: the install is
// from this checkout, the push into a project of the local stack, and the functions run in this process. The rest is typed.
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
      await runFirstJob(await project!.newUser(), app, 'extract-key-points', 'netlify/functions');
    } else throw new Error(`This test does not know the command "${line}".`);
  }
  expect(project).toBeDefined();
  // The first line has installed all.
  expect(said).not.toMatch(/npm install|Install /);

  // Where the page is shown is the app's own.
  const shown = /Show <(\w+) supabase=\{…\} \/> where/.exec(said)?.[1];
  await writeFile(
    join(app, 'src/App.tsx'),
    `import { createClient } from '@supabase/supabase-js';
import { ${shown} } from './${shown}';

const supabase = createClient('https://x.supabase.co', 'sb_publishable_x');
export default function App() {
  return <${shown} supabase={supabase} />;
}
`,
  );
  await passesTypes(app, 'netlify');
  await build({ root: app, logLevel: 'silent', configFile: false });
});

test("the package's own README has the same commands", async () => {
  const plain = (lines: string[]) => lines.map((line) => line.replace(' --yes', '')).toSorted();
  expect(plain(await quickStartOf('src/overtime/README.md'))).toEqual(plain(await quickStartOf('README.md')));
});
