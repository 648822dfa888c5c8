import { exec } from 'node:child_process';
import { lookup } from 'node:dns/promises';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { added, filesOf } from '../support/app-files.ts';
import { astroApp } from '../support/astro-app.ts';
import { cleanEnvironment } from '../support/environment.ts';
import { freshProject } from '../support/fresh-project.ts';
import { packedOnce, type PackedPackage, removeFolder, writeFiles } from '../support/packed-app.ts';
import { runFirstJob } from './first-job.ts';
import { fillIn, runJobOnPage, showPage } from './first-page.ts';
import { quickStartOf } from './quick-start-of.ts';

// Apps as their frameworks' own commands make them, with what the registry has today: what changes there is seen here.

interface Framework {
  readonly name: string;
  /** What makes the app in the folder `app`. */
  readonly create: readonly string[];
  /** The host of the templates, where they are not in the package that makes the app. */
  readonly templatesAt?: string;
  /** The app's files, where no command makes them. */
  readonly files?: Readonly<Record<string, string>>;
  /** What the user does in it before. */
  readonly prepare?: readonly string[];
  /** The page that shows the app's component. Null where the framework has no React: its job runs without a page. */
  readonly page: { readonly path: string; readonly text: string } | null;
  /** What its functions' types are checked with. */
  readonly tsconfig: string;
  /** What checks types and builds. */
  readonly checks: readonly string[];
}

const tscOfFunctions = 'npx tsc --noEmit -p tsconfig.functions.json';
const inAstro = {
  prepare: ['npx astro add react --yes', 'npm install --save-dev @astrojs/check'],
  page: {
    path: 'src/pages/index.astro',
    text: "---\nimport App from '../App.tsx';\n---\n\n<html lang='en'><head><meta charset='utf-8' /></head><body><App client:load /></body></html>\n",
  },
  tsconfig: 'tsconfig.json',
  checks: ['npx astro check', 'npm run build', tscOfFunctions],
};

const frameworks: readonly Framework[] = [
  {
    name: 'Vite and React',
    create: ['npm create --yes vite@latest app -- --template react-ts --no-interactive'],
    // The app is what its entry shows already.
    page: { path: 'src/App.css', text: '' },
    tsconfig: 'tsconfig.app.json',
    checks: ['npm run build', tscOfFunctions],
  },
  {
    name: 'Next',
    // Without --empty its build loads fonts from Google.
    create: [
      'npx --yes create-next-app@latest app --ts --app --empty --src-dir --no-eslint --no-tailwind --use-npm --yes',
    ],
    page: {
      path: 'src/app/page.tsx',
      text: "import App from '../App';\n\nexport default function Home() {\n  return <App />;\n}\n",
    },
    tsconfig: 'tsconfig.json',
    checks: ['npm run build', 'npx tsc -p .', tscOfFunctions],
  },
  {
    name: 'Astro',
    create: [
      'npm create --yes astro@latest app -- --template minimal --install --no-git --yes --skip-houston',
    ],
    templatesAt: 'github.com',
    ...inAstro,
  },
  { name: "Astro, by its minimal template's files", create: [], files: astroApp, ...inAstro },
  {
    name: 'SvelteKit',
    create: ['npx --yes sv@latest create app --template minimal --types ts --no-add-ons --no-install'],
    page: null,
    tsconfig: 'tsconfig.json',
    checks: ['npm run check', 'npm run build', tscOfFunctions],
  },
];

let packed: PackedPackage;
let folder: string;
beforeAll(async () => {
  packed = await packedOnce();
  folder = await mkdtemp(join(tmpdir(), 'overtime-frameworks-'));
}, 120_000);
afterAll(() => removeFolder(folder));

const isReachable = (host: string) =>
  lookup(host).then(
    () => true,
    () => false,
  );

/** Types a command in a folder, and tells what was typed and what it took. */
async function type(at: string, command: string): Promise<string> {
  const began = performance.now();
  const env = {
    ...cleanEnvironment(),
    PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
    CI: '1',
    ASTRO_TELEMETRY_DISABLED: '1',
    NEXT_TELEMETRY_DISABLED: '1',
  };
  const options = { cwd: at, env, maxBuffer: 1e8 };
  const { stdout } = await promisify(exec)(command, options).catch((error: Error & { stdout: string }) => {
    throw new Error(`${error.message}\n${error.stdout}`);
  });
  console.log(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${command}`);
  return stdout;
}

test.for(frameworks)(
  '$name: the package moves in, types and build are good, and a first job is done',
  { timeout: 900_000 },
  async (
    { name, create, templatesAt, files, prepare = [], page, tsconfig, checks },
    { skip, onTestFinished },
  ) => {
    for (const host of ['registry.npmjs.org', ...(templatesAt ? [templatesAt] : [])]) {
      if (!(await isReachable(host))) skip(`${name} is made with what ${host} has, which cannot be reached.`);
    }
    const home = await mkdtemp(join(folder, 'of-'));
    const app = join(home, 'app');
    for (const command of create) await type(home, command);
    if (files) await writeFiles(app, files);
    await type(app, 'npm install --no-audit --no-fund');
    for (const command of prepare) await type(app, command);
    const [install = '', ...rest] = await quickStartOf('README.md');
    await type(app, `${install.replace(' overtime ', ` ${packed.tarball} `)} --no-audit --no-fund`);

    const before = await filesOf(app);
    await type(app, 'npx overtime init --yes');
    const after = await filesOf(app);
    const written = [...after].filter(([path, text]) => before.get(path) !== text);
    expect(written.length).toBeLessThanOrEqual(9);
    for (const [path, text] of before) {
      if (path === 'AGENTS.md') expect(after.get(path)?.startsWith(text)).toBe(true);
      else expect([path, after.get(path)]).toEqual([path, text]);
    }
    console.log(`          ${written.length} files, ${added(before, after).length} of them new`);
    expect(await type(app, 'npx overtime init --yes')).toContain('Nothing is written');

    const project = await freshProject(join(app, 'supabase', 'migrations'));
    onTestFinished(() => project.stop());
    if (page) {
      const said = await type(
        app,
        rest.find((line) => line.includes('add page'))!,
      );
      await showPage(app, said, project);
      await writeFile(join(app, page.path), page.text);
    }
    await writeFile(
      join(app, 'tsconfig.functions.json'),
      JSON.stringify({
        extends: `./${tsconfig}`,
        include: ['netlify'],
      }),
    );
    for (const command of checks) await type(app, command);

    await type(app, 'cp -n .env.example .env');
    await fillIn(app, project);
    const began = performance.now();
    if (page) await runJobOnPage(app, project);
    else await runFirstJob(await project.newUser(), app, 'extract-key-points', 'netlify/functions');
    console.log(
      `${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${page ? 'the first job, by netlify dev and Chromium' : 'the first job, without a page'}`,
    );
    // Next writes into it too, whenever its server starts.
    expect(await readFile(join(app, 'AGENTS.md'), 'utf8')).toBe(after.get('AGENTS.md'));
  },
);
