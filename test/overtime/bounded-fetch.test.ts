import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test, vi } from 'vitest';
import { boundedFetch } from '../../src/overtime/bounded-fetch.ts';

/** A server that handles each request as the test says, on the raw socket. */
async function startServer(answer: (socket: Socket) => void) {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => undefined).on('close', () => open.delete(socket));
    socket.once('data', () => answer(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/?key=secret`, open };
}

const head = (more: string) => `HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n${more}\r\n`;
const drip = (socket: Socket, text: string) => {
  const timer = setInterval(() => socket.write(text), 20);
  socket.on('close', () => clearInterval(timer));
};
function endlessly(socket: Socket, text: string | Buffer): void {
  const write = () => {
    while (!socket.destroyed && socket.write(text));
  };
  socket.on('drain', write);
  write();
}
const bounds = { milliseconds: 300, maxBytes: 100_000 };
const read = async (url: string, init?: RequestInit, more = bounds) =>
  (await boundedFetch(more)(url, init)).text();

test('an answer within its bounds is the same answer', async () => {
  const { url } = await startServer((socket) =>
    socket.end(`${head('content-length: 5\r\nx-own: 1\r\n')}hello`),
  );
  const response = await boundedFetch(bounds)(url);
  expect([
    response.status,
    response.statusText,
    response.headers.get('x-own'),
    response.url,
    response.ok,
  ]).toEqual([200, 'OK', '1', url, true]);
  expect(await response.text()).toBe('hello');
});

test('an answer without a body stays without', async () => {
  const { url } = await startServer((socket) => socket.end('HTTP/1.1 204 No Content\r\n\r\n'));
  const response = await boundedFetch(bounds)(url);
  expect([response.status, response.body]).toEqual([204, null]);
});

test.for<[string, (socket: Socket) => void, RegExp]>([
  ['says nothing', () => undefined, /No complete answer came within 0.3 s/],
  [
    'answers 101',
    (socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
    /No complete answer came within 0.3 s|fetch failed/,
  ],
  [
    'promises an answer without end',
    (socket) => drip(socket, 'HTTP/1.1 103 Early Hints\r\n\r\n'),
    /No complete answer came within 0.3 s/,
  ],
  [
    'never ends its headers',
    (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      drip(socket, 'x: y\r\n');
    },
    /No complete answer came within 0.3 s/,
  ],
  [
    'never ends its body',
    (socket) => {
      socket.write(head(''));
      drip(socket, 'x');
    },
    /No complete answer came within 0.3 s/,
  ],
  [
    'names a size that is too large',
    (socket) => socket.write(head('content-length: 100001\r\n')),
    /larger than 100000 bytes/,
  ],
  [
    'sends without end',
    (socket) => {
      socket.write(head(''));
      endlessly(socket, 'x'.repeat(2 ** 16));
    },
    /larger than 100000 bytes/,
  ],
  [
    'unpacks to more than is read',
    (socket) =>
      socket.end(
        Buffer.concat([Buffer.from(head('content-encoding: gzip\r\n')), gzipSync(Buffer.alloc(2 ** 20))]),
      ),
    /larger than 100000 bytes/,
  ],
])('a server that %s gets an end, and keeps no connection', async ([, answer, reason]) => {
  const { url, open } = await startServer(answer);
  const error = await read(url).catch((caught: unknown) => caught as Error);
  expect(error).toBeInstanceOf(Error);
  expect((error as Error).message).toMatch(reason);
  expect((error as Error).message).not.toContain('secret');
  await vi.waitFor(() => expect(open.size).toBe(0));
});

test('the caller may give up before, at the headers and in the body', async () => {
  for (const answer of [() => undefined, (socket: Socket) => void socket.write(head(''))]) {
    const { url, open } = await startServer(answer);
    const reason = new Error('cancelled');
    const signal = AbortSignal.any([AbortSignal.timeout(50)]);
    const given = new AbortController();
    signal.addEventListener('abort', () => given.abort(reason));
    await expect(read(url, { signal: given.signal }, { ...bounds, milliseconds: 60_000 })).rejects.toBe(
      reason,
    );
    await vi.waitFor(() => expect(open.size).toBe(0));
  }
});

test('a body that its reader leaves is left at once', async () => {
  const { url, open } = await startServer((socket) => {
    socket.write(head(''));
    drip(socket, 'x');
  });
  const response = await boundedFetch({ ...bounds, milliseconds: 60_000 })(url);
  await response.body?.cancel();
  await vi.waitFor(() => expect(open.size).toBe(0));
});
