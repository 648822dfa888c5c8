import type { Contract } from '../contract.ts';
import { background } from '../functions/background.ts';
import type { Handler } from '../functions/handler.ts';
import { jobs } from '../functions/jobs.ts';
import { status } from '../functions/status.ts';
import { trigger } from '../functions/trigger.ts';
import { scriptAnswers } from '../models/providers/scripted-answers.ts';
import type { InputCheck, Task } from '../task.ts';
import { callFunction, ofNetlifyDev } from './call-function.ts';
import { serveFetch } from './serve-fetch.ts';

export interface HostOptions<C extends Contract> {
  /** A Supabase project for tests, with the package's migrations: a local one (`npx supabase start`) or a hosted one. */
  readonly supabaseUrl: string;
  readonly publishableKey: string;
  readonly secretKey: string;
  /** What the model calls answer, one after the other, the last one for ever: a text, or a value as JSON. Default: the samples. */
  readonly answers?: readonly unknown[];
  /** Of the functions, beside the project's address and keys. Default: samples answer at once. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The second argument of `trigger`. */
  readonly check?: InputCheck<C>;
}

export interface TaskHost {
  /** The `baseUrl` of a client. */
  readonly url: string;
  /** Ends it, as soon as its background functions have nothing left to do. */
  close(): Promise<void>;
}

/**
 * Serves a task's trigger, background and status functions, and the function `jobs`, in this process, on a free port of
 * 127.0.0.1. A background function is answered with 202 at once and runs on, as on Netlify. The jobs are real rows of the
 * project, in a lane of this host: no other deploy works on them, and it works on no other's.
 */
export async function hostTask<C extends Contract>(
  task: Task<C>,
  options: HostOptions<C>,
): Promise<TaskHost> {
  const { contract } = task;
  const env = {
    LLM_PROVIDER: 'sample',
    SAMPLE_PACE_SECONDS: '0',
    SUPABASE_URL: options.supabaseUrl,
    SUPABASE_PUBLISHABLE_KEY: options.publishableKey,
    SUPABASE_SECRET_KEY: options.secretKey,
    ...options.env,
  };
  scriptAnswers(env, options.answers);
  const functions: Readonly<Record<string, Handler>> = {
    [`${contract.name}-trigger`]: trigger(contract, options.check),
    [`${contract.name}-background`]: background(task),
    [`${contract.name}-status`]: status(contract),
    jobs: jobs([contract]),
  };

  const atWork = new Set<Promise<unknown>>();
  const goesOn = (work: Promise<unknown>) => {
    atWork.add(work);
    void work.catch(console.error).finally(() => atWork.delete(work));
  };
  const server = await serveFetch(0, (request) => {
    const name = new URL(request.url).pathname.split('/').at(-1) ?? '';
    const serve = functions[name];
    if (!serve) return new Response(`There is no function ${name}.`, { status: 404 });
    return callFunction(name, serve, request, { deploy: ofNetlifyDev, env }, goesOn);
  });
  return {
    url: server.url,
    async close() {
      // A worker may dispatch another one before it ends.
      while (atWork.size > 0) await Promise.allSettled(atWork);
      await server.close();
    },
  };
}
