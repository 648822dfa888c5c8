import { rm, writeFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { serveFetch } from '../../../src/overtime/testing/serve-fetch.ts';
import { stack } from '../../support/file-stack.ts';
import { servePage } from '../../support/function-host.ts';
import { signInFor } from '../states/sign-in-for.ts';
import type { PageState } from '../states/state.ts';
import {
  isOfSite,
  isRealtime,
  isStatus,
  isWrite,
  recordedUrl,
  recordingOf,
  requestKey,
  withoutToken,
  type Backend,
  type RecordedAnswer,
} from './recording.ts';

/** How long a page may still ask for something once its state is reached, in milliseconds. */
const settleMs = 1000;

/**
 * Serves a built site with the answers of this file's stack, each state to a new user, and writes them into the
 * state's recording.
 */
export async function serveStates(folder: string, supabaseHost: string): Promise<Backend> {
  let state: PageState | undefined;
  let recording: RecordedAnswer[] = [];
  /** How each job of the state is read. */
  let jobReads = new Map<string, () => Promise<Response>>();
  const readJobs = () => Promise.all([...jobReads.values()].map((read) => read()));

  function keep(method: string, url: URL, response: Response, text: string): void {
    const type = response.headers.get('content-type')?.split(';')[0] ?? null;
    const urls = new RegExp([url.origin, stack.supabaseUrl, stack.siteUrl].join('|'), 'g');
    const plain = withoutToken(text).replaceAll(urls, recordedUrl);
    const answer = {
      method,
      path: requestKey(method, url),
      status: response.status,
      type,
      ...(type?.endsWith('json') === true && plain !== '' && { body: JSON.parse(plain) as unknown }),
    };
    if (!isWrite(answer)) {
      const since = recording.findLastIndex(isWrite);
      const isSame = (one: RecordedAnswer) => one.method === method && one.path === answer.path;
      recording = recording.filter((one, index) => index < since || !isSame(one));
    }
    recording.push(answer);
  }

  async function forward(request: Request): Promise<Response> {
    const { method } = request;
    const url = new URL(request.url);
    if (isOfSite(url)) return servePage({ folder, replace: [supabaseHost, url.host] }, url.pathname);
    if (isRealtime(url)) return new Response(null, { status: 404 });
    if (isWrite({ method, path: url.pathname })) await readJobs();

    const isFunction = /^\/(api|\.netlify)\//.test(url.pathname);
    // What a watcher is told depends on what it was told before: a recording has the whole job instead.
    const path = isStatus(url) ? requestKey(method, url) : `${url.pathname}${url.search}`;
    const target = new URL(path, isFunction ? stack.siteUrl : stack.supabaseUrl);
    const headers = new Headers(request.headers);
    for (const name of ['host', 'connection', 'accept-encoding', 'if-none-match']) headers.delete(name);
    const body = method === 'GET' ? null : await request.arrayBuffer();
    const ask = async () => {
      const response = await fetch(target, { method, headers, body });
      const bytes = await response.arrayBuffer();
      keep(method, url, response, Buffer.from(bytes).toString());
      const answered = new Headers(response.headers);
      // fetch has unpacked it.
      for (const name of ['content-encoding', 'content-length']) answered.delete(name);
      const { status } = response;
      return new Response(status === 204 ? null : bytes, { status, headers: answered });
    };
    if (isStatus(url)) jobReads.set(path, ask);
    return ask();
  }

  const server = await serveFetch(0, forward);
  return {
    url: server.url,
    async begin(next) {
      state = next;
      recording = [];
      jobReads = new Map();
      await writeFile(stack.sampleFile, JSON.stringify({ paceSeconds: state.paceSeconds ?? 0, chaos: [] }));
      await rm(recordingOf(state), { force: true });
      if (state.signedOut === true) return null;
      return JSON.stringify(await signInFor(state, stack));
    },
    async end() {
      if (state === undefined) return;
      // At once: a job that is at work does not stay where it is.
      await readJobs();
      await setTimeout(settleMs);
      const lines = recording.map((answer) => JSON.stringify(answer)).join(',\n');
      await writeFile(recordingOf(state), `[\n${lines}\n]\n`);
    },
    close: () => server.close(),
  };
}
