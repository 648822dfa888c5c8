import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { globSync, writeFileSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { checkout } from '../../src/local/checkout.ts';
import { createJobsClient } from '../../src/overtime/client.ts';
import type { Contract } from '../../src/overtime/index.ts';
import { cleanEnvironment } from '../support/environment.ts';
import { freshProject } from '../support/fresh-project.ts';
import { hostFunctions } from '../support/function-host.ts';
import { appWith, packedOnce, type PackedPackage, removeFolder } from '../support/packed-app.ts';

/**
 * No package with another schema is published yet. So the older one here is this one, with a lower schema version, and a
 * migration that lacks the function below. The newer one is this one unchanged, except that what the older migration
 * lacks is a second migration, as a release would ship it. What a later release really changes, this cannot show.
 */
const newFunction =
  /create function public\.overtime_list_jobs\([^;]+?[\s\S]+?\n\$\$;\n(?:(?:revoke|grant) .+;\n)+/;
const versionFunction = /create function public\.overtime_schema_version\(\)[\s\S]+?\n\$\$;\n/;
const firstMigration = globSync('*_overtime.sql', { cwd: join(checkout, 'supabase/migrations') })[0]!;
const schema = await readFile(join(checkout, 'supabase/migrations', firstMigration), 'utf8');
const [listJobs = ''] = newFunction.exec(schema) ?? [];
const [versionNow = ''] = versionFunction.exec(schema) ?? [];
const version = Number(/'version', (\d+)/.exec(versionNow)?.[1]);
const former = version - 1;
/** The schema's version function with another version, which serves functions from the former one. */
const versionAs = (number: number) =>
  versionNow
    .replace(/'version', \d+/, `'version', ${number}`)
    .replace(/'compatibleFrom', \d+/, `'compatibleFrom', ${former}`);

/** Makes the package of an app the older one. */
async function makeOlder(app: string): Promise<void> {
  const code = join(app, 'node_modules/overtime/dist/engine/schema-version.js');
  const text = await readFile(code, 'utf8');
  await writeFile(code, text.replace(`schemaVersion = ${version};`, `schemaVersion = ${former};`));
  const older = schema.replace(listJobs, '').replace(versionNow, () => versionAs(former));
  await writeFile(join(app, 'node_modules/overtime/migrations', firstMigration), older);
}

/** What `npm install overtime@latest` would do. Processes that run keep what they have loaded. */
async function makeNewer(app: string): Promise<void> {
  const code = join(app, 'node_modules/overtime/dist/engine/schema-version.js');
  const text = await readFile(code, 'utf8');
  await writeFile(code, text.replace(`schemaVersion = ${former};`, `schemaVersion = ${version};`));
  const newer = `${listJobs}\n${versionAs(version).replace('create function', 'create or replace function')}`;
  await writeFile(join(app, 'node_modules/overtime/migrations/20990101000000_overtime_lists.sql'), newer);
}

const overtime = async (app: string, ...parameters: string[]) => {
  const program = join(app, 'node_modules/overtime/dist/cli/main.js');
  return (await promisify(execFile)(process.execPath, [program, ...parameters], { cwd: app })).stdout;
};

/** The functions of an app in a process of their own, which can be killed. */
async function startDeploy(
  app: string,
  env: Readonly<Record<string, string>>,
): Promise<{ url: string; process: ChildProcess }> {
  const host = JSON.stringify(join(checkout, 'test/support/function-host.ts'));
  const folder = JSON.stringify(join(app, 'netlify/functions'));
  const script = `
    const { hostFunctions } = await import(${host});
    console.log((await hostFunctions(undefined, undefined, ${folder})).url);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    env: { ...cleanEnvironment(), ...env, LOG_LEVEL: 'fatal' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { url: line.toString().trim(), process: child };
}

let packed: PackedPackage;
beforeAll(async () => {
  packed = await packedOnce();
});

test('a job that waits and one that runs outlast an upgrade of the package and its schema', async () => {
  expect([listJobs, versionNow]).not.toContain('');
  const app = await appWith(packed, { 'package.json': '{ "name": "plain", "type": "module" }' });
  onTestFinished(() => removeFolder(app));
  await makeOlder(app);
  await overtime(app, 'init', '--yes');
  const contractFile = join(app, 'tasks/extract-key-points/contract.js');
  const text = await readFile(contractFile, 'utf8');
  await writeFile(contractFile, text.replace('userConcurrency: 5', 'userConcurrency: 1'));
  const migrations = join(app, 'supabase/migrations');
  const project = await freshProject(migrations);
  onTestFinished(() => project.stop());
  const release = (released: number) =>
    writeFileSync(project.env['SAMPLE_FILE']!, JSON.stringify({ paceSeconds: 1, released }));

  // The last deploy, with one job that runs and one that waits for the user's place.
  release(0.7);
  const lastDeploy = await startDeploy(app, project.env);
  const supabase = await project.newUser();
  const { extractKeyPoints: contract } = (await import(/* @vite-ignore */ contractFile)) as {
    extractKeyPoints: Contract;
  };
  const before = createJobsClient({ supabase, baseUrl: lastDeploy.url });
  const running = await before.submit(contract, { text: 'The tide comes. The moon pulls. Sailors wait.' });
  const waiting = await before.submit(contract, { text: 'Rain falls. Rivers rise. The sea waits.' });
  const statuses = () => project.sql`select status, attempt from overtime.jobs order by seq`;
  await vi.waitUntil(async () => (await before.status(contract, running.jobId)).progress > 0, {
    timeout: 20_000,
  });
  const asTheyWere = [
    { status: 'processing', attempt: 1 },
    { status: 'pending', attempt: 0 },
  ];
  expect([...(await statuses())]).toEqual(asTheyWere);

  // The package is updated and deployed, and its migration is not applied.
  await makeNewer(app);
  const newDeploy = await hostFunctions(undefined, undefined, join(app, 'netlify/functions'));
  onTestFinished(() => newDeploy.close());
  const after = createJobsClient({ supabase, baseUrl: newDeploy.url });
  const mismatch = {
    code: 'schema_mismatch',
    status: 500,
    message: `The database has version ${former} of the schema of Overtime, and this package needs version ${version}. Fetch the new migrations with npx overtime migrations, and apply them with npx supabase db push.`,
  };
  await expect(after.submit(contract, { text: 'Too early.' })).rejects.toMatchObject(mismatch);
  await expect(after.status(contract, running.jobId)).rejects.toMatchObject(mismatch);
  expect([...(await statuses())]).toEqual(asTheyWere);

  // The remedy.
  const earlier = await readdir(migrations);
  const shown = await overtime(app, 'migrations', '--yes');
  const [written = '', ...others] = (await readdir(migrations)).filter((name) => !earlier.includes(name));
  expect(others).toEqual([]);
  expect(shown).toContain(`new      supabase/migrations/${written}`);
  expect(written > earlier.toSorted().at(-1)!).toBe(true);
  expect(await overtime(app, 'migrations', '--yes')).toContain('Nothing is written');
  await project.push();

  // The functions of the last deploy go on beside the newer schema, until their worker is lost.
  release(0.9);
  const { progress } = await before.status(contract, running.jobId);
  await vi.waitUntil(async () => (await before.status(contract, running.jobId)).progress > progress, {
    timeout: 20_000,
  });
  lastDeploy.process.kill('SIGKILL');
  await project.sql`
    update overtime.jobs set lease_expires_at = now() - interval '1 second', rescue_at = now() - interval '1 second'
    where id = ${running.jobId}`;

  release(1);
  for (const { jobId } of [running, waiting]) {
    let last;
    for await (const job of after.watch(contract, jobId)) last = job;
    expect(last).toMatchObject({ status: 'completed', result: { points: expect.any(Array) } });
  }
  expect([...(await statuses())]).toEqual([
    { status: 'completed', attempt: 2 },
    { status: 'completed', attempt: 1 },
  ]);
  // What the newer schema has.
  expect((await after.list()).jobs.map(({ jobId }) => jobId)).toEqual([waiting.jobId, running.jobId]);
});
