import { join } from 'node:path';
import { checkout } from '../../../src/local/checkout.ts';
import type { PageState } from '../states/state.ts';

/** An answer that a page was given by the functions or by the Supabase API. */
export interface RecordedAnswer {
  readonly method: string;
  /** With its query, as {@link requestKey} has them. */
  readonly path: string;
  readonly status: number;
  readonly type: string | null;
  /** JSON. Of anything else, such as a picture, the type is enough. */
  readonly body?: unknown;
}

/**
 * All that the page of a state was given until the state was reached, in order. Of reads that were repeated between
 * two writes, the last.
 */
export type Recording = readonly RecordedAnswer[];

/** Where the pages of the states get their answers from. */
export interface Backend {
  /** Of the site and of the Supabase API. */
  readonly url: string;
  /** Called before a state's page is opened. What the browser's storage has of the session, or null for nobody's. */
  begin(state: PageState): Promise<string | null>;
  /** Called when the state is reached. */
  end(): Promise<void>;
  close(): Promise<void>;
}

/** The recorded files of a state. */
export const recordingOf = ({ name }: Pick<PageState, 'name'>) =>
  join(checkout, 'test', 'browser', 'recordings', `${name.replaceAll(' ', '-')}.json`);

/** Stands in recordings for the URL of the site and of the Supabase API. */
export const recordedUrl = 'http://recorded.invalid';

/** What a request has to have in common with a recorded one. */
export function requestKey(method: string, url: URL): string {
  // However a job is watched, it is the same job.
  if (isStatus(url)) return `${url.pathname}?jobId=${url.searchParams.get('jobId')}`;
  const path = `${url.pathname}${withoutToken(url.search)}`;
  // The browser makes up an id for each upload.
  return isWrite({ method, path }) ? path.replace(/^(\/storage\/.+)\/[^/]+\/[^/]+\//, '$1/*/*/') : path;
}

/** Whether a request may change what others are answered. */
export const isWrite = ({ method, path }: Pick<RecordedAnswer, 'method' | 'path'>) =>
  method !== 'GET' && !path.startsWith('/storage/v1/object/sign/');

export const isStatus = ({ pathname }: URL) => pathname.endsWith('-status');

/** Whether the site's own files answer it. */
export const isOfSite = ({ pathname }: URL) =>
  !/^\/(api|auth|rest|storage|realtime|\.netlify)\//.test(pathname);

/** Where a page asks for Realtime, which is refused: what it is told over it is no answer that can be recorded. */
export const isRealtime = ({ pathname }: URL) => pathname.startsWith('/realtime/');

/** Signed tokens are of no use to a recording. */
export const withoutToken = (text: string) => text.replaceAll(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g, 'token');
