import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkout } from '../checkout.ts';
import { freePort } from '../ports.ts';
import { startPostgres } from '../postgres.ts';
import { localKeys } from '../stack.ts';
import { startSupabase } from '../supabase.ts';
import type { Description } from './check-database.ts';

/**
 * What a database is described as that the migrations of this checkout have just made: what a project's is
 * compared with, so that there is no list of functions and grants to keep. Takes a second or two.
 */
export async function referenceDatabase(): Promise<Description> {
  const folder = await mkdtemp(join(tmpdir(), 'overtime-doctor-'));
  const postgres = await startPostgres();
  try {
    const supabase = await startSupabase(
      {
        ...localKeys,
        databaseUrl: postgres.url,
        port: await freePort(),
        migrationsFolder: join(checkout, 'supabase', 'migrations'),
        storageFolder: folder,
        studio: false,
      },
      join(folder, 'supabase.log'),
    );
    try {
      const answer = await fetch(new URL('/rest/v1/rpc/describe_database', supabase.url), {
        method: 'POST',
        headers: { apikey: localKeys.secretKey, authorization: `Bearer ${localKeys.secretKey}` },
      });
      return (await answer.json()) as Description;
    } finally {
      await supabase.stop();
    }
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
