import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import postgres from 'postgres';
import { expect, inject } from 'vitest';
import { checkout } from '../../src/local/checkout.ts';
import { demoUsers } from '../../src/local/demo-users.ts';
import { localKeys } from '../../src/local/stack.ts';
import { startSupabase } from '../../src/local/supabase.ts';
import { hostFunctions } from './function-host.ts';
import { forgetTheOutside } from './environment.ts';

/**
 * The stack of the test file that runs: a database of its own, a Supabase API over it, and the site with the
 * functions, which run in this process and read its environment. Files of one worker share their modules, so a setup
 * file starts it anew for each (start-file-stack.ts).
 */
export let stack: Awaited<ReturnType<typeof start>>['stack'];

/** Starts the stack of a test file. Returns what stops it. */
export async function startStack(): Promise<() => Promise<void>> {
  const started = await start();
  ({ stack } = started);
  return started.stop;
}

async function start() {
  const { postgresUrl, templateDatabase, siteFolder, supabaseHost } = inject('origin');
  const folder = await mkdtemp(join(tmpdir(), 'overtime-stack-'));
  const logFolder = join(checkout, '.local', 'logs');
  const sampleFile = join(folder, 'samples.json');
  const database = `stack_${randomBytes(6).toString('hex')}`;
  const databaseUrl = postgresUrl.replace(/[^/]+$/, database);

  const admin = postgres(postgresUrl, { max: 1, onnotice: () => undefined });
  await Promise.all([
    admin.unsafe(`create database ${database} template ${templateDatabase}`),
    mkdir(logFolder, { recursive: true }),
    writeFile(sampleFile, JSON.stringify({ paceSeconds: 0, chaos: [] })),
  ]);
  const supabase = await startSupabase(
    {
      ...localKeys,
      databaseUrl,
      port: 0,
      migrationsFolder: join(checkout, 'supabase', 'migrations'),
      storageFolder: join(folder, 'storage'),
      studio: false,
    },
    join(logFolder, `${basename(expect.getState().testPath ?? '', '.ts')}-supabase.log`),
  );
  const site = { folder: siteFolder, replace: [supabaseHost, new URL(supabase.url).host] } as const;
  const host = await hostFunctions(site);

  forgetTheOutside();
  Object.assign(process.env, {
    NETLIFY_DEV: 'true',
    URL: host.url,
    SUPABASE_URL: supabase.url,
    SUPABASE_PUBLISHABLE_KEY: localKeys.publishableKey,
    SUPABASE_SECRET_KEY: localKeys.secretKey,
    SAMPLE_FILE: sampleFile,
  });

  const stop = async () => {
    await host.close();
    await supabase.stop();
    await admin.unsafe(`drop database ${database} with (force)`);
    await admin.end();
    await rm(folder, { recursive: true, force: true });
  };
  return {
    stop,
    stack: {
      siteUrl: host.url,
      /** Every request to the site so far, such as `GET /api/jobs?limit=1`. */
      requests: host.requests,
      supabaseUrl: supabase.url,
      publishableKey: localKeys.publishableKey,
      secretKey: localKeys.secretKey,
      demoUsers,
      databaseUrl,
      sampleFile,
    },
  };
}
