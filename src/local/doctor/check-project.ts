import { createClient } from '@supabase/supabase-js';
import { boundedFetch } from '../../overtime/bounded-fetch.ts';
import type { SupabaseKeys } from '../../overtime/functions/environment.ts';
import { checkDatabase, type Description } from './check-database.ts';
import { fault, type Finding, ok } from './finding.ts';
import { referenceDatabase } from './reference-database.ts';

const migrate = 'Apply the migrations: npx supabase link --project-ref <ref>, then npx supabase db push';

/**
 * Whether the project lets the two keys do what they should and no more, and has our database in it.
 *
 * @param reference what the database is compared with
 */
export async function checkProject(
  keys: SupabaseKeys,
  reference: () => Promise<Description> = referenceDatabase,
): Promise<Finding[]> {
  const publishable = await describe(keys.url, keys.publishableKey);
  if (publishable.kind === 'unreachable') {
    return [
      fault(
        `The project at ${keys.url} cannot be reached: ${publishable.reason}.`,
        'Check the address, and that the project is not paused (Supabase dashboard).',
      ),
    ];
  }
  const secret = await describe(keys.url, keys.secretKey);
  const findings = [publishableFinding(publishable), ...secretFindings(secret)];
  if (secret.kind === 'described') {
    findings.push(...checkDatabase(secret.description, await reference()));
  }
  return findings;
}

type Answer =
  | { readonly kind: 'described'; readonly description: Description }
  | { readonly kind: 'forbidden' | 'missing' | 'rejected' }
  | { readonly kind: 'unreachable' | 'failed'; readonly reason: string };

/** Asks the database to describe itself, which nobody but the secret key may. */
async function describe(url: string, key: string): Promise<Answer> {
  const client = createClient(url, key, {
    auth: { persistSession: false, autoRefreshToken: false },
    global: { fetch: boundedFetch({ milliseconds: 10_000, maxBytes: 10 * 1024 * 1024 }) },
  });
  const { data, error, status } = await client.rpc('overtime_describe_database');
  if (!error) return { kind: 'described', description: data as Description };
  if (status === 0) return { kind: 'unreachable', reason: error.message };
  if (error.code === '42501') return { kind: 'forbidden' };
  // The second is the database's own word, while the Data API still remembers the function.
  if (error.code === 'PGRST202' || error.code === '42883') return { kind: 'missing' };
  if (status === 401 || status === 403) return { kind: 'rejected' };
  return { kind: 'failed', reason: `${status} ${error.message}` };
}

function publishableFinding(answer: Answer): Finding {
  switch (answer.kind) {
    case 'forbidden':
      return ok('The publishable key reaches the Data API, and may not call the engine');
    // Without our functions the key can be told by being known alone.
    case 'missing':
      return ok('The publishable key reaches the Data API');
    case 'described':
      return fault(
        'The publishable key may call the engine.',
        'See that SUPABASE_PUBLISHABLE_KEY holds no secret key.',
        'revoke execute on function public.describe_database() from public, anon;',
      );
    case 'rejected':
      return fault(
        'The project rejects the publishable key.',
        'Copy SUPABASE_PUBLISHABLE_KEY again from Supabase → Project Settings → API Keys of this project.',
      );
    default:
      return fault(`The Data API answers the publishable key with an error: ${answer.reason}.`, migrate);
  }
}

function secretFindings(answer: Answer): Finding[] {
  switch (answer.kind) {
    case 'described':
      return [ok('The secret key may call the engine')];
    case 'forbidden':
      return [
        fault(
          'The secret key may not call the engine.',
          'See that SUPABASE_SECRET_KEY holds no publishable key.',
          'grant execute on function public.describe_database() to service_role;',
          migrate,
        ),
      ];
    case 'missing':
      return [fault('The database does not have our functions, or those of an older version.', migrate)];
    case 'rejected':
      return [
        fault(
          'The project rejects the secret key.',
          'Copy SUPABASE_SECRET_KEY again from Supabase → Project Settings → API Keys of this project.',
        ),
      ];
    default:
      return [fault(`The Data API answers the secret key with an error: ${answer.reason}.`, migrate)];
  }
}
