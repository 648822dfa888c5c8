import type { Context } from '@netlify/functions';
import type { SupabaseClient } from '@supabase/supabase-js';
import { systemClock, type Clock } from '../clock.ts';
import { RefusedValueError } from '../engine/database-error.ts';
import { createEngine, type Engine } from '../engine/engine.ts';
import { functionCalls } from '../engine/function-caller.ts';
import { checkSchemaVersion } from '../engine/schema-version.ts';
import { createMaintenance, type Maintenance } from '../engine/maintenance.ts';
import { OvertimeError } from '../errors.ts';
import { authenticate, type Caller } from './authenticate.ts';
import { corsHeaders } from './cors.ts';
import { supabaseKeys, type Environment, type SupabaseKeys } from './environment.ts';
import { log } from './log.ts';
import { problem } from './problem.ts';
import { checkParameters, invalidParameter } from './required-parameter.ts';
import { laneOf } from './lane.ts';
import { secretClient, userClient } from './supabase-clients.ts';

/** What a Netlify function is given; of the context only what is used, so that a test can make one. */
export type FunctionContext = Pick<Context, 'requestId'> & {
  readonly deploy: Pick<Context['deploy'], 'id' | 'context'>;
  /** Keeps the function alive until work is done that goes on after its answer. */
  readonly waitUntil?: Context['waitUntil'];
  /** Given by a test that hosts functions. Default: the process's environment. */
  readonly env?: Environment;
};
/** The variables that a function reads. */
export const environmentOf = ({ env }: FunctionContext): Environment => env ?? process.env;
export type Handler = (request: Request, context: FunctionContext) => Promise<Response>;

/** A signed-in request with everything that answers it. */
export interface Exchange {
  readonly request: Request;
  readonly url: URL;
  readonly caller: Caller;
  readonly keys: SupabaseKeys;
  /** Reads and writes as the caller: row-level security decides. */
  readonly asUser: SupabaseClient;
  /** Calls the SQL functions that read as the caller. */
  readonly callAsUser: ReturnType<typeof functionCalls>;
  readonly engine: Engine;
  readonly maintenance: Maintenance;
  readonly clock: Clock;
  readonly env: Environment;
  /** The lane of this deploy's jobs. */
  readonly lane: string;
  /** Lets work that cannot fail go on behind the answer, where the platform waits for it; waits for it elsewhere. */
  readonly afterAnswer: (work: Promise<unknown>) => Promise<void>;
}

type Method = 'GET' | 'POST' | 'DELETE';

/**
 * Makes a function of the methods that it serves: checks the method and the query parameters, answers CORS,
 * authenticates, and turns every error into problem details.
 *
 * @param read what a method reads first, as the caller. It begins while the project's keys are fetched; a method
 *   gets it after the token is verified, and so does nobody else.
 */
export function handler<Read = undefined>(
  methods: Partial<Record<Method, (exchange: Exchange, read: () => Promise<Read>) => Promise<Response>>>,
  read?: (exchange: Pick<Exchange, 'request' | 'url' | 'callAsUser'>) => Promise<Read>,
): Handler {
  return async (request, context) => {
    const env = environmentOf(context);
    const cors = corsHeaders(request, env);
    const response = await serve(request, context, env).catch((error: unknown) =>
      problem(asOvertimeError(asCallersFault(error, context), context)),
    );
    for (const [name, value] of Object.entries(cors)) response.headers.set(name, value);
    return response;
  };

  async function serve(request: Request, context: FunctionContext, env: Environment): Promise<Response> {
    if (request.method === 'OPTIONS') return new Response(null, { status: 204 });
    const serveMethod = methods[request.method as Method];
    if (!serveMethod) {
      const allow = Object.keys(methods).join(', ');
      throw new OvertimeError('method_not_allowed', `This method is not allowed here. Use ${allow}.`, {
        headers: { Allow: allow },
      });
    }
    const url = new URL(request.url);
    checkParameters(url);
    const keys = supabaseKeys(env);
    const supabase = secretClient(keys);
    const as = once((token: string) => {
      const asUser = userClient(keys, token);
      return { asUser, callAsUser: functionCalls(asUser, systemClock) };
    });
    const readAs = once((token: string) => read?.({ request, url, ...as(token) }) as Promise<Read>);
    const [caller] = await Promise.all([
      authenticate(request, keys, (token) => {
        readAs(token)?.catch(() => undefined);
      }),
      checkSchemaVersion(supabase, keys.url),
    ]);
    const lane = laneOf(env, context, url);
    const exchange: Exchange = {
      request,
      url,
      caller,
      keys,
      ...as(caller.token),
      engine: createEngine(supabase, systemClock, lane),
      maintenance: createMaintenance(supabase, systemClock, lane),
      clock: systemClock,
      env,
      lane,
      async afterAnswer(work) {
        if (context.waitUntil) context.waitUntil(work);
        else await work;
      },
    };
    return serveMethod(exchange, () => readAs(caller.token));
  }
}

function once<In, Out>(make: (given: In) => Out): (given: In) => Out {
  let made: { readonly out: Out } | undefined;
  return (given) => (made ??= { out: make(given) }).out;
}

/** `production`, `deploy-preview`, `branch-deploy`; `dev` under netlify dev, whatever that reports. */
export function deployContext(env: Environment, context: FunctionContext): string {
  return env['NETLIFY_DEV'] === 'true' ? 'dev' : context.deploy.context;
}

/**
 * A value that the database refuses came from the caller, past our checks: it is the caller's to change. Which one
 * it is the database does not say, so it is logged as well.
 */
function asCallersFault(error: unknown, { requestId }: FunctionContext): unknown {
  if (!(error instanceof RefusedValueError)) return error;
  log.warn({ err: error, requestId }, 'the database refused a value');
  return invalidParameter(
    '',
    'The database refused one of the values that were sent. Correct the input and send it again.',
  );
}

/** An error that nobody threw on purpose is logged in full and shown without its text. */
export function asOvertimeError(error: unknown, context: FunctionContext): OvertimeError {
  if (error instanceof OvertimeError && error.httpStatus < 500) return error;
  log.error({ err: error, requestId: context.requestId }, 'request failed');
  if (error instanceof OvertimeError) return error;
  return new OvertimeError(
    'internal_error',
    `Something went wrong on our side. Try again. If it fails again, tell the operators of this site the request id ${context.requestId}.`,
  );
}

export function json(body: unknown, status: number, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store', ...headers } });
}
