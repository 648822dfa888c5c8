import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, jwtVerify, SignJWT, type CryptoKey, type JWTPayload } from 'jose';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { authenticate } from '../../../src/overtime/functions/authenticate.ts';

const ada = '00000000-0000-4000-8000-00000000000a';
const secret = new TextEncoder().encode('a secret that the auth server shares with nobody');

let server: Server;
/** The issuer, and where the keys are. */
let auth: string;
let keys: { url: string; publishableKey: string; secretKey: string };
/** What the project signs with now. */
let signing: { kid: string; privateKey: CryptoKey; jwk: object };
const calls = { keySet: 0, user: 0 };
let isDown = false;
let keyCount = 0;

async function newKey(kid: string) {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' } };
}

/** An auth server with a key set, and with an older shared secret that it alone can check. */
beforeEach(async () => {
  keyCount += 1;
  signing = await newKey(`key-${keyCount}`);
  calls.keySet = 0;
  calls.user = 0;
  isDown = false;
  server = createServer((request, response) => {
    const answer = (status: number, body: object) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (request.url === '/auth/v1/.well-known/jwks.json') {
      calls.keySet += 1;
      answer(isDown ? 503 : 200, { keys: [signing.jwk] });
    } else if (request.url === '/auth/v1/user') {
      calls.user += 1;
      const token = (request.headers.authorization ?? '').slice('Bearer '.length);
      if (isDown) answer(503, {});
      else {
        jwtVerify(token, secret).then(
          ({ payload }) => answer(200, { id: payload.sub, role: payload['role'] }),
          () => answer(403, { code: 'bad_jwt' }),
        );
      }
    } else answer(404, {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  auth = `${url}/auth/v1`;
  keys = { url, publishableKey: 'sb_publishable_x', secretKey: 'sb_secret_x' };
});
afterEach(async () => {
  vi.useRealTimers();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;
const goodClaims = (): JWTPayload => ({
  iss: auth,
  aud: 'authenticated',
  sub: ada,
  role: 'authenticated',
  iat: inSeconds(0),
  exp: inSeconds(600),
});
const signed = (claims: JWTPayload, { kid, privateKey } = signing) =>
  new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid, typ: 'JWT' }).sign(privateKey);
const shared = (claims: JWTPayload, key = secret) =>
  new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(key);
const call = (token: string) =>
  authenticate(new Request('https://site.example/', { headers: { authorization: `Bearer ${token}` } }), keys);
/** The code that a token is refused with; undefined when it is not. */
const refusal = (token: string) =>
  call(token).then(
    () => undefined,
    (error: { code?: string }) => error.code ?? 'an error without a code',
  );
const passSeconds = (seconds: number) =>
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + seconds * 1000 });

test('tokens that the project has signed are known by its keys, fetched once', async () => {
  const tenantId = '00000000-0000-4000-8000-0000000000aa';
  const token = await signed({ ...goodClaims(), app_metadata: { tenant_id: tenantId } });
  expect(await call(token)).toEqual({ userId: ada, tenantId, token });
  for (let n = 0; n < 20; n += 1) {
    expect(
      await refusal(await signed({ ...goodClaims(), n, aud: ['other', 'authenticated'] })),
    ).toBeUndefined();
  }
  expect(calls).toEqual({ keySet: 1, user: 0 });
});

const without = (name: keyof JWTPayload) => () => ({ ...goodClaims(), [name]: undefined });
const bad: readonly { what: string; claims: () => JWTPayload }[] = [
  {
    what: 'of another issuer',
    claims: () => ({ ...goodClaims(), iss: 'https://other.supabase.co/auth/v1' }),
  },
  { what: 'of an issuer below ours', claims: () => ({ ...goodClaims(), iss: `${auth}/other` }) },
  { what: 'for another audience', claims: () => ({ ...goodClaims(), aud: 'other' }) },
  { what: 'for no audience', claims: () => ({ ...goodClaims(), aud: [] }) },
  { what: 'that is valid later', claims: () => ({ ...goodClaims(), nbf: inSeconds(60) }) },
  { what: 'that has expired', claims: () => ({ ...goodClaims(), exp: inSeconds(-60) }) },
  { what: 'that never expires', claims: without('exp') },
  { what: 'whose user is no UUID', claims: () => ({ ...goodClaims(), sub: 'ada' }) },
  { what: 'without a user', claims: without('sub') },
  { what: 'of a visitor', claims: () => ({ ...goodClaims(), role: 'anon' }) },
  { what: 'of the service role', claims: () => ({ ...goodClaims(), role: 'service_role' }) },
];

test.for([
  ...bad,
  { what: 'without an issuer', claims: without('iss') },
  { what: 'without an audience', claims: without('aud') },
])("a token $what is refused without a call, though the project's key has signed it", async ({ claims }) => {
  expect(await refusal(await signed(claims()))).toBe('unauthorized');
  expect(calls).toEqual({ keySet: 0, user: 0 });
});

test.for(bad)(
  "a token $what is refused without a call, though the project's secret has signed it",
  async ({ claims }) => {
    expect(await refusal(await shared(claims()))).toBe('unauthorized');
    expect(calls).toEqual({ keySet: 0, user: 0 });
  },
);

test('clocks that differ by a few seconds do not refuse a token', async () => {
  expect(
    await refusal(await signed({ ...goodClaims(), nbf: inSeconds(5), exp: inSeconds(-3) })),
  ).toBeUndefined();
});

test('two hundred tokens of unknown keys cost one fetch of the key set, and no call of the auth server', async () => {
  const foreign = await newKey('foreign');
  const tokens = await Promise.all(
    Array.from({ length: 200 }, (_, n) => signed(goodClaims(), { ...foreign, kid: `unknown-${n}` })),
  );
  // Half of them one by one, half of them at once.
  for (const token of tokens.slice(100)) expect(await refusal(token)).toBe('unauthorized');
  expect(await Promise.all(tokens.slice(0, 100).map(refusal))).toEqual(Array(100).fill('unauthorized'));
  expect(calls).toEqual({ keySet: 1, user: 0 });
  expect(await refusal(await signed(goodClaims()))).toBeUndefined();
});

test('a new key of the project is found half a minute later at most', async () => {
  expect(await refusal(await signed(goodClaims()))).toBeUndefined();
  signing = await newKey('second');
  passSeconds(31);
  expect(await refusal(await signed(goodClaims()))).toBeUndefined();
  expect(calls).toEqual({ keySet: 2, user: 0 });
});

test("another key's signature under a known name is refused", async () => {
  const foreign = await newKey(signing.kid);
  expect(await refusal(await signed(goodClaims(), foreign))).toBe('unauthorized');
  expect(calls).toEqual({ keySet: 1, user: 0 });
});

test('what is no token, or an endless one, is refused without a call', async () => {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const body = (header: object, payload: unknown = goodClaims()) => `${part(header)}.${part(payload)}.AAAA`;
  const tokens = [
    'x',
    'a.b.c',
    '..',
    body({ alg: 'none' }).replace(/AAAA$/, ''),
    body({ alg: 'none' }),
    body({ alg: 'ES256' }),
    body({ alg: 'ES256', kid: 7 }),
    body({ alg: 'HS512' }),
    body({ kid: signing.kid }),
    body({ alg: 'HS256' }, [goodClaims()]),
    body({ alg: 'HS256' }, 'text'),
    body({ alg: 'HS256' }, null),
    `${await shared(goodClaims())}.more`,
    await shared({ ...goodClaims(), long: 'x'.repeat(8000) }),
  ];
  for (const token of tokens)
    expect([token.slice(0, 40), await refusal(token)]).toEqual([token.slice(0, 40), 'unauthorized']);
  expect(calls).toEqual({ keySet: 0, user: 0 });
});

test('the auth server is asked about a token of the shared secret, once in half a minute', async () => {
  // As the local Supabase writes them: without an issuer.
  const { iss: _, ...claims } = goodClaims();
  const token = await shared(claims);
  expect(await call(token)).toMatchObject({ userId: ada });
  expect(await Promise.all(Array.from({ length: 50 }, () => refusal(token)))).toEqual(
    Array(50).fill(undefined),
  );
  expect(calls).toEqual({ keySet: 0, user: 1 });
  passSeconds(31);
  expect(await refusal(token)).toBeUndefined();
  expect(calls).toEqual({ keySet: 0, user: 2 });
});

test('what the auth server has vouched for is refused at its end', async () => {
  const token = await shared({ ...goodClaims(), exp: inSeconds(5) });
  expect(await refusal(token)).toBeUndefined();
  passSeconds(20);
  expect(await refusal(token)).toBe('unauthorized');
});

test('a token that the auth server refuses is not asked about again at once', async () => {
  const token = await shared(
    goodClaims(),
    new TextEncoder().encode('a secret of somebody else entirely, of length'),
  );
  for (let n = 0; n < 20; n += 1) expect(await refusal(token)).toBe('unauthorized');
  expect(calls.user).toBe(1);
});

test('when the auth server does not answer, nobody is signed out, and it is not asked again for a while', async () => {
  isDown = true;
  for (let n = 0; n < 20; n += 1) expect(await refusal(await signed(goodClaims()))).toBe('unavailable');
  expect(calls.keySet).toBe(1);
  expect(await refusal(await shared(goodClaims()))).toBe('unavailable');
  isDown = false;
  passSeconds(6);
  expect(await refusal(await signed(goodClaims()))).toBeUndefined();
  expect(await refusal(await shared(goodClaims()))).toBeUndefined();
});

test('a project with an issuer of another name says so', async () => {
  const custom = { ...keys, issuer: 'https://api.example.com/auth/v1' };
  const token = await signed({ ...goodClaims(), iss: custom.issuer });
  expect(await refusal(token)).toBe('unauthorized');
  const request = new Request('https://site.example/', { headers: { authorization: `Bearer ${token}` } });
  expect(await authenticate(request, custom)).toMatchObject({ userId: ada });
});
