// The local Data API over one of the rig's databases, started as the project's own stack starts it.
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClient } from '@supabase/supabase-js';
import { freePort } from '../../../src/local/ports.ts';
import { startSupabase } from '../../../src/local/supabase.ts';
import { DATA } from './servers.mjs';

const keys = {
  publishableKey: 'sb_publishable_bench',
  secretKey: 'sb_secret_bench',
  jwtSecret: 'bench-jwt-secret-good-for-this-machine-only',
};

/** Applies our migrations where they are missing, and gives a client with the secret key. */
export async function supabaseApi(databaseUrl) {
  const name = randomBytes(6).toString('hex');
  const api = await startSupabase(
    {
      ...keys,
      databaseUrl,
      port: await freePort(),
      migrationsFolder: fileURLToPath(new URL('../../../supabase/migrations', import.meta.url)),
      storageFolder: path.join(DATA, `storage-${name}`),
      studio: false,
    },
    path.join(DATA, 'supabase-api.log'),
  );
  const client = createClient(api.url, keys.secretKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  return { client, stop: () => api.stop() };
}
