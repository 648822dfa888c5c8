import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { serveFetch } from '../../../src/overtime/testing/serve-fetch.ts';
import { defineContract } from '../../../src/overtime/contract.ts';
import { log } from '../../../src/overtime/functions/log.ts';
import { status } from '../../../src/overtime/functions/status.ts';

// A project whose key set answers only when the job has been asked for: a function that has just started must not wait
// for the one before it asks for the other.

const contract = defineContract({
  name: 'write-haiku',
  version: 1,
  input: z.object({ topic: z.string() }),
  result: z.object({ haiku: z.string() }),
  partial: z.object({}),
  stages: {},
});
const getStatus = status(contract);
log.level = 'silent';

const ada = '00000000-0000-4000-8000-00000000000a';
const job = {
  jobId: 'one',
  task: 'write-haiku',
  status: 'completed',
  version: 3,
  createdAt: '2026-11-22T12:00:00Z',
  waiting: false,
  result: { haiku: 'Rain.' },
  partialChanges: null,
  stages: [],
};

let server: Awaited<ReturnType<typeof serveFetch>>;
let signing: CryptoKey;
let reads: string[];

beforeEach(async () => {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  signing = privateKey;
  reads = [];
  const asked = Promise.withResolvers<undefined>();
  const keySet = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'ES256', use: 'sig' }] };
  server = await serveFetch(0, async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname.endsWith('/jwks.json')) {
      await asked.promise;
      return Response.json(keySet);
    }
    if (pathname.endsWith('/overtime_get_job')) {
      reads.push(request.headers.get('authorization') ?? '');
      asked.resolve(undefined);
      return Response.json(job);
    }
    return Response.json({ version: 1, compatibleFrom: 1, realtime: null });
  });
  vi.stubEnv('SUPABASE_URL', server.url);
  vi.stubEnv('SUPABASE_PUBLISHABLE_KEY', 'sb_publishable_x');
  vi.stubEnv('SUPABASE_SECRET_KEY', 'sb_secret_x');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

const token = (key = signing, claims = {}) =>
  new SignJWT({ sub: ada, role: 'authenticated', aud: 'authenticated', ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'k' })
    .setIssuer(`${server.url}/auth/v1`)
    .setExpirationTime('10 minutes')
    .sign(key);
const read = (authorization: string) =>
  getStatus(
    new Request('https://site.example/.netlify/functions/write-haiku-status?jobId=one', {
      headers: { authorization },
    }),
    { requestId: 'r1', deploy: { id: 'deploy-1', context: 'production' } },
  );

test('the first read of a function asks for the keys and the job side by side, and for the job once', async () => {
  const authorization = `Bearer ${await token()}`;
  const response = await read(authorization);
  expect(await response.json()).toMatchObject({ status: 'completed', result: { haiku: 'Rain.' } });
  expect(reads).toEqual([authorization]);
  expect((await read(authorization)).status).toBe(200);
  expect(reads).toHaveLength(2);
});

test('a token that another key signed is answered 401, whatever was read with it meanwhile', async () => {
  const { privateKey } = await generateKeyPair('ES256');
  const forged = `Bearer ${await token(privateKey)}`;
  const response = await read(forged);
  expect(response.status).toBe(401);
  expect(await response.text()).not.toContain('Rain');
  expect(reads).toHaveLength(1);
  // Once the keys are known, nothing is read for such a token.
  expect((await read(forged)).status).toBe(401);
  expect(reads).toHaveLength(1);
});

test('a token whose claims are wrong is refused before anything is read', async () => {
  expect((await read(`Bearer ${await token(signing, { role: 'anon' })}`)).status).toBe(401);
  expect((await read(`Bearer ${await token(signing, { aud: 'other' })}`)).status).toBe(401);
  expect(reads).toEqual([]);
});
