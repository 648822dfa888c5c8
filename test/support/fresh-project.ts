import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import postgres from 'postgres';
import type { Sql } from 'postgres';
import { inject } from 'vitest';
import { localKeys } from '../../src/local/stack.ts';
import { startSupabase } from '../../src/local/supabase.ts';
import { forgetTheOutside } from './environment.ts';

/** Whom {@link FreshProject.newUser} signs up. */
export const freshUser = { email: 'ada@example.com', password: 'secret-of-ada' };

/** A Supabase project with an app's own migrations alone. */
export interface FreshProject {
  readonly sql: Sql;
  /** What the functions of a deploy read. */
  readonly env: Readonly<Record<string, string>>;
  /**
   * Applies the migrations that the folder has and the database lacks, as `supabase db push` does. The local API knows new
   * functions after a restart only; a hosted one learns of them by itself.
   */
  push(): Promise<void>;
  /** A client on which a new user of the project is signed in. */
  newUser(): Promise<SupabaseClient>;
  stop(): Promise<void>;
}

/** Makes a project, applies the migrations of a folder, and gives this process's functions its address and keys. */
export async function freshProject(migrationsFolder: string): Promise<FreshProject> {
  const folder = await mkdtemp(join(tmpdir(), 'overtime-project-'));
  const { postgresUrl } = inject('origin');
  const database = `project_${randomBytes(6).toString('hex')}`;
  const databaseUrl = postgresUrl.replace(/[^/]+$/, database);
  const admin = postgres(postgresUrl, { max: 1, onnotice: () => undefined });
  await admin.unsafe(`create database ${database}`);
  const settings = { ...localKeys, databaseUrl, migrationsFolder, storageFolder: join(folder, 'storage') };
  const start = (port: number) =>
    startSupabase({ ...settings, port, studio: false }, join(folder, 'supabase.log'));
  let supabase = await start(0);
  const sql = postgres(databaseUrl, { max: 2, onnotice: () => undefined });
  const env = {
    NETLIFY_DEV: 'true',
    SUPABASE_URL: supabase.url,
    SUPABASE_PUBLISHABLE_KEY: localKeys.publishableKey,
    SUPABASE_SECRET_KEY: localKeys.secretKey,
    SAMPLE_FILE: join(folder, 'samples.json'),
    SAMPLE_PACE_SECONDS: '0',
  };
  forgetTheOutside();
  Object.assign(process.env, env);
  return {
    sql,
    env,
    async push() {
      const { port } = new URL(supabase.url);
      await supabase.stop();
      supabase = await start(Number(port));
    },
    async newUser() {
      const client = createClient(supabase.url, localKeys.publishableKey, {
        auth: { persistSession: false },
      });
      const { error } = await client.auth.signUp(freshUser);
      if (error) throw error;
      return client;
    },
    async stop() {
      await sql.end();
      await supabase.stop();
      await admin.unsafe(`drop database ${database} with (force)`);
      await admin.end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
