import { readFile } from 'node:fs/promises';
import { extname, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('static/', import.meta.resolve('@supabase/lite')));
const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
  '.ico': 'image/x-icon',
};

/**
 * Answers a request for a script, style sheet or font of the studio; null for any other. lite's App writes the page that
 * names them, and leaves the files to its command line, which is not used here.
 */
export async function studioFile(request: Request): Promise<Response | null> {
  const { pathname } = new URL(request.url);
  if (!pathname.startsWith('/static/')) return null;
  const path = resolve(folder, decodeURIComponent(pathname.slice('/static/'.length)));
  const type = types[extname(path)];
  const content =
    type !== undefined && path.startsWith(resolve(folder) + sep)
      ? await readFile(path).catch(() => null)
      : null;
  if (type === undefined || content === null) return new Response(null, { status: 404 });
  return new Response(new Uint8Array(content), { headers: { 'content-type': type } });
}
