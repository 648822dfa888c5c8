import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FunctionContext, Handler } from '../../src/overtime/functions/handler.ts';
import { functionsFolder } from '../../src/local/netlify-folder.ts';
import { callFunction, ofNetlifyDev } from '../../src/overtime/testing/call-function.ts';
import { serveFetch } from '../../src/overtime/testing/serve-fetch.ts';

export interface FunctionHost {
  readonly url: string;
  /** Every request so far, such as `GET /api/jobs?limit=1`. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** The built site. */
export interface HostedSite {
  readonly folder: string;
  /** What stands in its scripts and pages, and what is served instead: the site is built once for many hosts. */
  readonly replace: readonly [from: string, to: string];
}

/**
 * Serves the functions of a folder (netlify/functions by default) in this process, as Netlify does, on a port of its own: by their
 * default addresses and below `/api/`. A background function is answered with 202 at once, and runs on. They read
 * this process's environment, and are told what `deploy` says. Each is loaded when it is first called. What only Netlify's own server does (headers,
 * limits of time and size) it does not: test/journeys/netlify-dev.test.ts looks at these.
 */
export async function hostFunctions(
  site?: HostedSite,
  deploy: FunctionContext['deploy'] = ofNetlifyDev,
  folder = functionsFolder,
): Promise<FunctionHost> {
  const endings = /\.m?[jt]s$/;
  const paths = new Map(
    (await readdir(folder)).map((file) => [file.replace(endings, ''), join(folder, file)]),
  );
  const requests: string[] = [];

  const server = await serveFetch(0, async (request) => {
    const { pathname, search } = new URL(request.url);
    requests.push(`${request.method} ${pathname}${search}`);
    const name = functionAt(pathname);
    if (name === undefined) return site ? servePage(site, pathname) : new Response(null, { status: 404 });
    const path = paths.get(name);
    if (path === undefined) return new Response(`There is no function ${name}.`, { status: 404 });
    const serve: Handler = async (...call) => (await load(path))(...call);
    const goesOn = (work: Promise<unknown>) =>
      void work.catch((error: unknown) => console.error(`${name} threw:`, error));
    return callFunction(name, serve, request, { deploy }, goesOn);
  });
  return { url: server.url, requests, close: () => server.close() };
}

/** The function that answers an address, by the rewrites of netlify.toml; undefined for one of the site. */
function functionAt(pathname: string): string | undefined {
  if (pathname === '/api/openapi.json') return 'openapi';
  return /^\/(?:api|\.netlify\/functions)\/([^/]+)$/.exec(pathname)?.[1];
}

async function load(path: string): Promise<Handler> {
  const url = pathToFileURL(path).href;
  return ((await import(/* @vite-ignore */ url)) as { default: Handler }).default;
}

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** A file of the site, or its page for an address that it routes itself. */
export async function servePage({ folder, replace }: HostedSite, pathname: string): Promise<Response> {
  const isFile = extname(pathname) !== '';
  const path = join(folder, isFile ? pathname : 'index.html');
  const bytes = await readFile(path).catch(() => null);
  if (bytes === null) return new Response(null, { status: 404 });
  const type = mediaTypes[extname(path)] ?? 'application/octet-stream';
  const body = /html|javascript/.test(type) ? bytes.toString().replaceAll(...replace) : bytes;
  // As the build names them for Netlify (src/site/asset-headers.ts).
  const cached = pathname.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
  return new Response(body, { headers: { 'content-type': type, 'cache-control': cached } });
}
