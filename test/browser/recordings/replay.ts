import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkout } from '../../../src/local/checkout.ts';
import { demoUsers } from '../../../src/local/demo-users.ts';
import { serveFetch } from '../../../src/overtime/testing/serve-fetch.ts';
import { servePage } from '../../support/function-host.ts';
import type { PageState } from '../states/state.ts';
import {
  isOfSite,
  isRealtime,
  isWrite,
  isStatus,
  recordedUrl,
  recordingOf,
  requestKey,
  type Backend,
  type RecordedAnswer,
  type Recording,
} from './recording.ts';

const samples = join(checkout, 'src', 'tasks', 'generate-book');
/** What a page is given for any file of such a type. */
const files: Readonly<Record<string, string>> = {
  'image/jpeg': join(samples, 'sample-pictures', 'castle.jpg'),
  'audio/mpeg': join(samples, 'sample-narration.mp3'),
};

/** Serves a built site with the answers that were recorded for it. Throws at a state's end what was not recorded. */
export async function serveStates(folder: string, supabaseHost: string): Promise<Backend> {
  let next = answersOf([]);
  let name = '';
  let missing: string[] = [];

  const server = await serveFetch(0, async (request) => {
    const url = new URL(request.url);
    if (isOfSite(url)) return servePage({ folder, replace: [supabaseHost, url.host] }, url.pathname);
    if (isRealtime(url)) return new Response(null, { status: 404 });
    const answer = next(request.method, url);
    if (answer === undefined) {
      missing.push(`${request.method} ${requestKey(request.method, url)}`);
      return Response.json({ code: 'not_recorded', message: 'It was not recorded.' }, { status: 501 });
    }
    return responseOf(answer, url);
  });

  return {
    url: server.url,
    async begin(state) {
      ({ name } = state);
      missing = [];
      next = answersOf(JSON.parse(await readFile(recordingOf(state), 'utf8')) as Recording);
      return state.signedOut === true ? null : JSON.stringify(sessionOf(state));
    },
    async end() {
      if (missing.length === 0) return;
      throw new Error(
        `Nobody recorded what "${name}" asks for: record it again, as CONTRIBUTING.md says.\n${missing.join('\n')}`,
      );
    },
    close: () => server.close(),
  };
}

/** Gives the answers of a recording: to a write the next of its kind, to a read the last before the next write. */
function answersOf(recording: Recording) {
  const written = new Set<RecordedAnswer>();
  return (method: string, url: URL): RecordedAnswer | undefined => {
    const path = requestKey(method, url);
    const fits = (answer: RecordedAnswer) => answer.method === method && answer.path === path;
    if (isWrite({ method, path })) {
      const answer = recording.find((one) => fits(one) && !written.has(one));
      if (answer !== undefined) written.add(answer);
      return answer;
    }
    const writes = recording.filter(isWrite);
    const nextWrite = writes[written.size];
    const end = nextWrite === undefined ? recording.length : recording.indexOf(nextWrite);
    return recording.slice(0, end).findLast(fits) ?? recording.slice(end).find(fits);
  };
}

async function responseOf({ status, type, body }: RecordedAnswer, url: URL): Promise<Response> {
  const file = files[type ?? ''];
  const bytes =
    file === undefined
      ? body === undefined
        ? null
        : // A line of a stream ends with its newline.
          `${JSON.stringify(body).replaceAll(recordedUrl, url.origin)}\n`
      : await readFile(file);
  // No call is held: a job that is at work is read again soon.
  const later = isStatus(url) ? { 'retry-after': '1' } : {};
  return new Response(bytes, {
    status,
    headers: { ...(type !== null && { 'content-type': type }), ...later },
  });
}

/** As auth-js keeps it. */
const sessionOf = ({ operator }: PageState) => ({
  access_token: 'replayed',
  refresh_token: 'replayed',
  token_type: 'bearer',
  expires_in: 3600,
  expires_at: 4_102_444_800,
  user: {
    id: '00000000-0000-4000-8000-000000000000',
    email: demoUsers[0].email,
    app_metadata: operator === true ? { role: 'operator' } : {},
    user_metadata: {},
    aud: 'authenticated',
    created_at: '2026-01-01T00:00:00Z',
  },
});
