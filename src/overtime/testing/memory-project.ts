import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { decodeJwt, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { nanoid } from 'nanoid';
import type { SqlFunctions } from '../engine/sql-functions.ts';
import type { HostOptions } from './host-task.ts';
import { CallError, memoryJobs } from './memory-jobs.ts';
import { serveFetch } from './serve-fetch.ts';

export interface MemoryProject extends Pick<
  HostOptions<never>,
  'supabaseUrl' | 'publishableKey' | 'secretKey'
> {
  /** A client of it, on which its one user is signed in. */
  readonly supabase: Pick<SupabaseClient, 'auth' | 'storage'>;
  close(): Promise<void>;
}

/**
 * What {@link hostTask} needs of a Supabase project, in this process, on a free port of 127.0.0.1: a user who is signed in,
 * and jobs in memory that are submitted, worked on, watched and cancelled. Nothing has to be installed or started.
 *
 * It is no database. A job has one attempt, so an error that would be tried again ends it. There are no limits, locks,
 * idempotency keys, delays, files, lists or schedules, and no row-level security of yours: for these, and for SQL of your
 * own, host the task over a real project. What is missing is refused by name.
 */
export async function memoryProject(): Promise<MemoryProject> {
  const calls = memoryJobs();
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const keyOf = { alg: 'ES256', kid: nanoid() };
  const keys = { keys: [{ ...(await exportJWK(publicKey)), ...keyOf, use: 'sig' }] };
  const user = {
    id: crypto.randomUUID(),
    aud: 'authenticated',
    role: 'authenticated',
    email: 'test@example.com',
  };

  const server = await serveFetch(0, async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === '/auth/v1/.well-known/jwks.json') return Response.json(keys);
    if (pathname === '/auth/v1/user') return Response.json(user);
    const name = /^\/rest\/v1\/rpc\/(\w+)$/.exec(pathname)?.[1] as keyof SqlFunctions | undefined;
    const call = name && (calls[name] as ((p: unknown, userId: string | null) => unknown) | undefined);
    if (!call) {
      const message = `memoryProject has no ${name ?? pathname}: host the task over a Supabase project.`;
      return Response.json({ code: 'OT000', message }, { status: 501 });
    }
    try {
      return Response.json(call(await request.json(), userOf(request)));
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      return Response.json({ code: error.code, message: error.message }, { status: 400 });
    }
  });

  const keysOfProject = { publishableKey: 'sb_publishable_memory', secretKey: 'sb_secret_memory' };
  const client = createClient(server.url, keysOfProject.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  const token = await new SignJWT({ role: user.role })
    .setProtectedHeader(keyOf)
    .setIssuer(`${server.url}/auth/v1`)
    .setAudience(user.aud)
    .setSubject(user.id)
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(privateKey);
  const { error } = await client.auth.setSession({ access_token: token, refresh_token: 'none' });
  if (error) throw error;
  // Without its channels: there is no Realtime to join.
  const { auth, storage } = client;
  return { supabaseUrl: server.url, ...keysOfProject, supabase: { auth, storage }, close: server.close };
}

/** Whom a call is made as; null for one with the secret key. */
function userOf(request: Request): string | null {
  const token = request.headers.get('authorization')?.replace(/^Bearer /, '') ?? '';
  return token.split('.').length === 3 ? (decodeJwt(token).sub ?? null) : null;
}
