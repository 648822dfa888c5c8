import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';

export interface FetchServer {
  readonly url: string;
  readonly server: Server;
  close(): Promise<void>;
}

/**
 * How long a connection stays open between two requests, in milliseconds: longer than any work that keeps a
 * process from answering. Of one that the server closes just then, a caller in the same process learns too late.
 */
const keepAliveTimeout = 300_000;

/** Serves a fetch handler on 127.0.0.1; port 0 is a free one. The handler gets the caller's address beside the request. */
export async function serveFetch(
  port: number,
  handler: (request: Request, from: { peerAddress: string | null }) => Response | Promise<Response>,
): Promise<FetchServer> {
  const server = createServer({ keepAliveTimeout }, (incoming, outgoing) => {
    toRequest(incoming)
      .then((request) => handler(request, { peerAddress: incoming.socket.remoteAddress ?? null }))
      .then((response) => answer(response, outgoing))
      .catch((error: unknown) => {
        if (!outgoing.headersSent) outgoing.writeHead(500, { 'content-type': 'text/plain' });
        outgoing.end(error instanceof Error ? error.message : String(error));
      });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: listening } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${listening}`,
    server,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function toRequest(incoming: IncomingMessage): Promise<Request> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    for (const one of Array.isArray(value) ? value : [value ?? '']) headers.append(name, one);
  }
  const method = incoming.method ?? 'GET';
  // Read whole: a handler that refuses a body without reading it would leave the rest in the connection,
  // where it stalls the next request.
  const body = Buffer.concat(await incoming.toArray());
  return new Request(new URL(incoming.url ?? '/', `http://${incoming.headers.host ?? '127.0.0.1'}`), {
    method,
    headers,
    body: method === 'GET' || method === 'HEAD' ? null : body,
  });
}

async function answer(response: Response, outgoing: ServerResponse): Promise<void> {
  for (const [name, value] of response.headers) {
    if (name !== 'set-cookie') outgoing.setHeader(name, value);
  }
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) outgoing.setHeader('set-cookie', cookies);
  outgoing.writeHead(response.status);
  if (!response.body) {
    outgoing.end();
    return;
  }
  Readable.fromWeb(response.body as ReadableStream).pipe(outgoing);
}
