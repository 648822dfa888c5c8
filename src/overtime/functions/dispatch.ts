import { jwtVerify, SignJWT } from 'jose';
import { boundedFetch } from '../bounded-fetch.ts';
import { systemClock, type Clock } from '../clock.ts';
import { OvertimeError } from '../errors.ts';
import type { Environment, SupabaseKeys } from './environment.ts';
import { log } from './log.ts';

/** A dispatch is valid for this long, in seconds. */
const validSeconds = 60;

/** Longest wait for the platform's 202. Its body is not read. */
const callPlatform = boundedFetch({ milliseconds: 10_000, maxBytes: 1024 * 1024 });

/** The key that signs dispatches: `DISPATCH_SECRET`, or one derived from the project's secret key. */
async function signingKey(env: Environment, keys: Pick<SupabaseKeys, 'secretKey'>): Promise<Uint8Array> {
  const text = new TextEncoder();
  const base = await crypto.subtle.importKey(
    'raw',
    text.encode(env['DISPATCH_SECRET'] || keys.secretKey),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  );
  return new Uint8Array(await crypto.subtle.sign('HMAC', base, text.encode('overtime dispatch')));
}

export interface Dispatch {
  readonly task: string;
  /** The job that caused the dispatch; for the logs only, since a worker slot takes what is due first. */
  readonly jobId: string;
  /** The origin of the current request: on a preview, `URL` would be the production site. */
  readonly origin: string;
  /** Whose worker slot it starts: what a preview signs starts nothing in production. */
  readonly lane: string;
}

/** The bearer token of a dispatch: for one task and one lane, valid for a minute, usable once by its id. */
export async function signDispatch(
  call: Pick<Dispatch, 'task' | 'jobId' | 'lane'>,
  env: Environment,
  keys: Pick<SupabaseKeys, 'secretKey'>,
  clock: Pick<Clock, 'now'> = systemClock,
  id: string = crypto.randomUUID(),
): Promise<string> {
  const issuedAt = Math.floor(clock.now() / 1000);
  return new SignJWT({ jobId: call.jobId })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(call.lane)
    .setAudience(`${call.task}-background`)
    .setJti(id)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + validSeconds)
    .sign(await signingKey(env, keys));
}

/**
 * Calls a task's background function and requires the platform's 202 (a protected preview would answer with a login
 * page). Never throws: a dispatch is a hint, and a lost one is repeated by a status read, a claim or the sweep.
 *
 * @returns the id of an accepted dispatch, else null.
 */
export async function dispatch(call: Dispatch, env: Environment, keys: SupabaseKeys): Promise<string | null> {
  const id = crypto.randomUUID();
  try {
    const response = await callPlatform(new URL(`/.netlify/functions/${call.task}-background`, call.origin), {
      method: 'POST',
      headers: { authorization: `Bearer ${await signDispatch(call, env, keys, systemClock, id)}` },
      redirect: 'manual',
    });
    await response.body?.cancel();
    if (response.status === 202) return id;
    log.warn({ task: call.task, jobId: call.jobId, status: response.status }, 'dispatch not accepted');
  } catch (error) {
    log.warn({ task: call.task, jobId: call.jobId, err: error }, 'dispatch did not arrive');
  }
  return null;
}

/**
 * Checks a call to a background URL, which is public: POST, signed for this task and lane, not expired. Returns
 * the dispatch's id, which the claim accepts once. Throws `dispatch_rejected`.
 */
export async function verifyDispatch(
  request: Request,
  task: string,
  lane: string,
  env: Environment,
  keys: Pick<SupabaseKeys, 'secretKey'>,
  clock: Pick<Clock, 'now'> = systemClock,
): Promise<string> {
  const signature = /^Bearer (\S+)$/.exec(request.headers.get('authorization') ?? '')?.[1];
  if (request.method !== 'POST' || !signature) {
    throw new OvertimeError('dispatch_rejected', 'A background function runs signed dispatches only.');
  }
  const { payload } = await jwtVerify(signature, await signingKey(env, keys), {
    algorithms: ['HS256'],
    issuer: lane,
    audience: `${task}-background`,
    maxTokenAge: `${validSeconds}s`,
    // Clocks of a trigger's and a background function's machines may differ a little.
    clockTolerance: '5s',
    currentDate: new Date(clock.now()),
    requiredClaims: ['jti', 'exp'],
  }).catch((error: unknown) => {
    throw new OvertimeError(
      'dispatch_rejected',
      'The dispatch is not signed for this task and lane, or has expired.',
      { cause: error },
    );
  });
  return payload.jti as string;
}
