import { readFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { App } from '@supabase/lite';
import { createPostgresConnection } from '@supabase/lite/postgres';
import { mendAccessToken } from './auth-tokens.ts';
import { migrate } from './migrate.ts';
import { startRealtime } from './realtime.ts';
import { serveFetch } from '../overtime/testing/serve-fetch.ts';
import { mendSignedUrl } from './signed-urls.ts';
import { storageFolder } from './storage-folder.ts';
import { studioFile } from './studio-files.ts';
import type { SupabaseSettings } from './supabase.ts';

// Run by supabase.ts in a thread of its own: @supabase/lite writes every database error and its own
// banners to the console, and here the console is a log file.
const settings = workerData as SupabaseSettings;

const connection = createPostgresConnection({
  url: settings.databaseUrl,
  postgresOptions: {
    max: 20,
    onnotice: (notice) => console.log(`NOTICE ${notice['message']}`),
    // lite hands over JSON as text; postgres.js would encode it once more, into a JSON string.
    types: { json: jsonType(114), jsonb: jsonType(3802) },
  },
});

// By itself lite grants everything on all tables to anon and authenticated at the first request, so
// that a missing grant shows only on a hosted project. Told that this was done, it leaves ours alone.
Object.assign(connection, { rlsState: 'active' });

// PostgREST passes on our own SQLSTATEs, and those of bad values (22) and broken constraints (23), as status
// 400 with the code; lite knows only some of them.
connection.normalizeDbError = (error: unknown) => {
  const { code, message, detail, hint } = error as {
    code?: string;
    message?: string;
    detail?: string;
    hint?: string;
  };
  if (code === undefined || !/^(?:OT|22|23(?!50[35]))/.test(code)) return error;
  return {
    code: 'PGRST',
    message: JSON.stringify({ code, message, details: detail ?? null, hint: hint ?? null }),
    detail: JSON.stringify({ status: 400, headers: {} }),
  };
};

const app = new App({
  connection,
  // Only the studio needs the engine's schema; without it, what needs the schema exposed fails as on a hosted project.
  api: { schemas: settings.studio ? ['public', 'overtime'] : ['public'] },
  auth: {
    enabled: true,
    jwt_secret: settings.jwtSecret,
    publishable_key: settings.publishableKey,
    secret_key: settings.secretKey,
    enable_signup: true,
    email: { enable_confirmations: false },
  },
  storage: { enabled: true, file_size_limit: '50MiB' },
  options: { server: { admin: settings.studio } },
} as never);
app._storageAdapter = storageFolder(settings.storageFolder);

await app.init();
await app.ensureSystemSchema();
for (const file of ['supabase-roles.sql', 'realtime.sql']) {
  await connection.driver.unsafe(await readFile(new URL(file, import.meta.url), 'utf8'));
}
await migrate(connection.driver, settings.migrationsFolder);

const server = await serveFetch(settings.port, async (request, from) =>
  openToBrowsers(
    request.method === 'OPTIONS'
      ? preflight(request)
      : new URL(request.url).pathname === '/realtime/v1/api/broadcast'
        ? await realtime.broadcast(request)
        : ((settings.studio ? await studioFile(request) : null) ??
          (await mendSignedUrl(
            request,
            await mendAccessToken(request, await app.fetch(request, from), settings.jwtSecret),
          ))),
  ),
);
const realtime = await startRealtime(server.server, connection.driver, settings);
parentPort?.once('message', () => {
  void realtime
    .close()
    .then(() => server.close())
    .then(() => connection.close())
    .then(() => parentPort?.close());
});
parentPort?.postMessage(server.url);

/** Lets any site read the answer, as a hosted project does. lite does so for the Data API alone. */
function openToBrowsers(response: Response): Response {
  const open = new Response(response.body, response);
  open.headers.set('access-control-allow-origin', '*');
  open.headers.set('access-control-expose-headers', '*');
  return open;
}

function preflight(request: Request): Response {
  return new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
      'access-control-allow-headers': request.headers.get('access-control-request-headers') ?? '*',
      'access-control-max-age': '3600',
    },
  });
}

function jsonType(oid: number) {
  return {
    to: oid,
    from: [oid],
    // A bare string, such as a stage's output that is prose, it hands over as it is.
    serialize: (value: unknown) =>
      typeof value === 'string' && isJson(value) ? value : JSON.stringify(value),
    parse: (text: string): unknown => JSON.parse(text),
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
