import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient } from '@supabase/supabase-js';
import connect from 'postgres';
import { buildSite } from './build-site.ts';
import { checkout } from './checkout.ts';
import { demoUsers } from './demo-users.ts';
import type { DemoUser } from './demo-users.ts';
import { guardFolder } from './guard.ts';
import { startNetlify } from './netlify.ts';
import type { LocalNetlify } from './netlify-dev.ts';
import { freePort } from './ports.ts';
import { startPostgres } from './postgres.ts';
import { siteSettings } from './site-settings.ts';
import { startSupabase } from './supabase.ts';

export interface StackOptions {
  /** Names the log files: `.local/logs/<name>-netlify.log` and `<name>-supabase.log`. */
  readonly name: string;
  /** What to serve beside the functions: the site, built now, or nothing. */
  readonly site: 'build' | 'none';
  /** Keeps the database and the files under `.local` for the next start. Otherwise they go with the stack. */
  readonly persist: boolean;
  /** Ports left out are free ones. */
  readonly ports?: Partial<StackPorts>;
  /** Opens the studio, and with it the database, to this machine without a key. Default false. */
  readonly studio?: boolean;
  /** The environment of the functions, before the stack adds its own. Default: this process's. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Default: the checkout's functions. */
  readonly functionsFolder?: string;
  /** Gets every line that netlify dev and the functions print. */
  readonly onLog?: (line: string) => void;
}

export interface StackPorts {
  /** Site and functions. */
  readonly site: number;
  /** Supabase API. */
  readonly api: number;
  /** PostgreSQL. */
  readonly database: number;
}

export interface Stack {
  readonly siteUrl: string;
  readonly supabaseUrl: string;
  readonly studioUrl: string | null;
  readonly publishableKey: string;
  readonly secretKey: string;
  /** Connection string as the superuser; null with a hosted project. */
  readonly databaseUrl: string | null;
  /** Empty with a hosted project. */
  readonly demoUsers: readonly DemoUser[];
  /** The file that `SAMPLE_FILE` names: write to it to change the pace and mishaps of samples. */
  readonly sampleFile: string;
  /** Where netlify dev and the Supabase API write their logs. */
  readonly logFolder: string;
  readonly netlify: LocalNetlify;
  /** Ends everything, in the order in which one part needs the other. */
  stop(): Promise<void>;
}

/** The local project's keys. Known to all, and good for a server on 127.0.0.1 alone. */
export const localKeys = {
  publishableKey: 'sb_publishable_overtime_local',
  secretKey: 'sb_secret_overtime_local',
  jwtSecret: 'overtime-local-jwt-secret-good-for-this-machine-only',
};

/**
 * Starts everything that Overtime needs on this machine: PostgreSQL, a Supabase API with our migrations,
 * two demo users, and netlify dev. With `SUPABASE_URL` (and its two keys) in the environment, that project
 * is used as it is, and netlify dev alone is started.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const env = options.env ?? process.env;
  const ports = {
    site: options.ports?.site ?? (await freePort()),
    api: options.ports?.api ?? (await freePort()),
    database: options.ports?.database ?? (await freePort()),
  };
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    while (stops.length > 0) await stops.pop()?.();
  };

  try {
    const runFolder = join(checkout, '.local', `stack-${ports.site}`);
    await rm(runFolder, { recursive: true, force: true });
    await mkdir(runFolder, { recursive: true });
    const unguard = guardFolder(runFolder);
    stops.push(async () => {
      await rm(runFolder, { recursive: true, force: true });
      unguard();
    });
    const logFolder = join(checkout, '.local', 'logs');
    await mkdir(logFolder, { recursive: true });
    const sampleFile = join(runFolder, 'samples.json');
    await writeFile(sampleFile, '{}');

    const project = hostedProject(env) ?? (await startProject(options, ports, logFolder, runFolder, stops));
    const siteFolder = options.site === 'build' ? join(runFolder, 'site') : undefined;
    if (siteFolder) await buildSite(siteFolder, siteSettings(project));

    const netlify = await startNetlify({
      port: ports.site,
      folder: join(runFolder, 'netlify'),
      functionsFolder: options.functionsFolder,
      siteFolder,
      logFile: join(logFolder, `${options.name}-netlify.log`),
      onLog: options.onLog,
      env: {
        ...env,
        SUPABASE_URL: project.supabaseUrl,
        SUPABASE_PUBLISHABLE_KEY: project.publishableKey,
        SUPABASE_SECRET_KEY: project.secretKey,
        SAMPLE_FILE: env['SAMPLE_FILE'] ?? sampleFile,
      },
    });
    stops.push(() => netlify.kill('SIGTERM'));
    return { ...project, siteUrl: netlify.url, sampleFile, logFolder, netlify, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Project = Pick<
  Stack,
  'supabaseUrl' | 'studioUrl' | 'publishableKey' | 'secretKey' | 'databaseUrl' | 'demoUsers'
>;

function hostedProject(env: NonNullable<StackOptions['env']>): Project | null {
  const supabaseUrl = env['SUPABASE_URL'] ?? env['SUPABASE_DATABASE_URL'];
  if (!supabaseUrl) return null;
  const publishableKey = env['SUPABASE_PUBLISHABLE_KEY'] ?? env['SUPABASE_ANON_KEY'];
  const secretKey = env['SUPABASE_SECRET_KEY'] ?? env['SUPABASE_SERVICE_ROLE_KEY'];
  if (!publishableKey || !secretKey) {
    throw new Error(
      'SUPABASE_URL is set, but SUPABASE_PUBLISHABLE_KEY or SUPABASE_SECRET_KEY is not: set both (Project Settings → ' +
        'API Keys), or unset SUPABASE_URL to run against a local database.',
    );
  }
  return { supabaseUrl, publishableKey, secretKey, studioUrl: null, databaseUrl: null, demoUsers: [] };
}

async function startProject(
  options: StackOptions,
  ports: StackPorts,
  logFolder: string,
  runFolder: string,
  stops: (() => Promise<void>)[],
): Promise<Project> {
  const local = join(checkout, '.local');
  const postgres = await startPostgres({
    port: ports.database,
    ...(options.persist ? { dataFolder: join(local, 'postgres') } : {}),
  });
  stops.push(() => postgres.stop());
  const supabase = await startSupabase(
    {
      ...localKeys,
      databaseUrl: postgres.url,
      port: ports.api,
      migrationsFolder: join(checkout, 'supabase', 'migrations'),
      storageFolder: options.persist ? join(local, 'storage') : join(runFolder, 'storage'),
      studio: options.studio ?? false,
    },
    join(logFolder, `${options.name}-supabase.log`),
  );
  stops.push(() => supabase.stop());
  await makeDemoUsers(supabase.url, postgres.url);
  return {
    supabaseUrl: supabase.url,
    studioUrl: options.studio ? supabase.url : null,
    publishableKey: localKeys.publishableKey,
    secretKey: localKeys.secretKey,
    databaseUrl: postgres.url,
    demoUsers,
  };
}

/** Makes the demo users, with the claims that only a project's server may give. */
export async function makeDemoUsers(supabaseUrl: string, databaseUrl: string): Promise<void> {
  await Promise.all(demoUsers.map((user) => signUp(supabaseUrl, user)));
  const operators = demoUsers.flatMap((user) => ('isOperator' in user ? [user.email] : []));
  const sql = connect(databaseUrl, { max: 1, onnotice: () => undefined });
  await sql`
    update auth.users set raw_app_meta_data = raw_app_meta_data::jsonb || '{"role": "operator"}'
    where email = any (${operators})`;
  await sql.end();
}

/** Makes a user of the local project, where there is none of that address. */
async function signUp(supabaseUrl: string, { email, password }: DemoUser): Promise<void> {
  const client = createClient(supabaseUrl, localKeys.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  const { error } = await client.auth.signUp({ email, password });
  if (error && error.code !== 'user_already_exists') {
    throw new Error(`The demo user ${email} could not be made: ${error.message}`, { cause: error });
  }
}
