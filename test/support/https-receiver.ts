import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';

/** A certificate for hooks.example, signed by itself, good until 2120 and for nothing but tests. */
export const certificate = `-----BEGIN CERTIFICATE-----
MIIBbTCCAROgAwIBAgIBATAKBggqhkjOPQQDAjAYMRYwFAYDVQQDDA1ob29rcy5l
eGFtcGxlMCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjAYMRYwFAYD
VQQDDA1ob29rcy5leGFtcGxlMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEhxQG
roD3AAUrySnT9Bpg3/t2jYIJPn+GtzF981c400uVhXdr5l9SZu8xXNN+y7Br87Op
B8eTUM1Vpidhmby2H6NMMEowGAYDVR0RBBEwD4INaG9va3MuZXhhbXBsZTAPBgNV
HRMBAf8EBTADAQH/MB0GA1UdDgQWBBTmI1zLIsQGVKmTggMC8J88Yj0LWzAKBggq
hkjOPQQDAgNIADBFAiBT6DGUWXfvlGwyBhAGO3Nz+dDnn5gBxY7wCHuQeRlsCAIh
AJpswuPEXGskJA6kMvMgy5myrv7ZRBCY2n+t5Dcd3zNT
-----END CERTIFICATE-----`;
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg1sCU8gJo8EItyz8M
OFs7LAVlVgkrXCWqjZVt9lzCG+qhRANCAASHFAaugPcABSvJKdP0GmDf+3aNggk+
f4a3MX3zVzjTS5WFd2vmX1Jm7zFc037LsGvzs6kHx5NQzVWmJ2GZvLYf
-----END PRIVATE KEY-----`;

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The name that was asked for in the TLS handshake. */
  readonly serverName: unknown;
}

/** An HTTPS server on 127.0.0.1 that calls itself hooks.example and answers with one status. */
export async function startReceiver(status: number, headers: Record<string, string> = {}) {
  const received: Received[] = [];
  const server = createServer({ key, cert: certificate }, (request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (text: string) => (body += text));
    request.on('end', () => {
      const { servername } = request.socket as TLSSocket & { servername?: string };
      received.push({ path: request.url ?? '', headers: request.headers, body, serverName: servername });
      response.writeHead(status, headers).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    received,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A TLS server on 127.0.0.1 that calls itself hooks.example and handles each connection as the test says. */
export async function startTlsServer(onConnection: (socket: TLSSocket) => void) {
  const open = new Set<TLSSocket>();
  const server = createTlsServer({ key, cert: certificate }, (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => undefined);
    onConnection(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    /** How many connections are open. */
    get open() {
      return open.size;
    },
    async stop() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
