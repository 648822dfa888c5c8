import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { expect, onTestFinished, test, vi } from 'vitest';
import { postTo } from '../../../src/overtime/functions/post-to.ts';
import { certificate, startReceiver, startTlsServer } from '../../support/https-receiver.ts';

async function receiver(status: number, headers?: Record<string, string>) {
  const server = await startReceiver(status, headers);
  onTestFinished(() => server.stop());
  return server;
}
const trusting = { ca: certificate };

test('a message goes to the given address under the name of the URL', async () => {
  const { port, received } = await receiver(204);
  const url = new URL(`https://hooks.example:${port}/in?from=overtime`);
  // The name is nobody's (RFC 2606): had DNS been asked, nothing would have arrived.
  expect(await postTo('127.0.0.1', url, { 'webhook-id': 'msg_1' }, '{"é":1}', trusting)).toBe(204);
  expect(received).toMatchObject([
    {
      path: '/in?from=overtime',
      headers: { host: `hooks.example:${port}`, 'webhook-id': 'msg_1', 'content-length': '8' },
      body: '{"é":1}',
      serverName: 'hooks.example',
    },
  ]);
});

test('a redirect is not followed', async () => {
  const other = await receiver(200);
  const { port } = await receiver(302, { location: `https://hooks.example:${other.port}/` });
  expect(await postTo('127.0.0.1', new URL(`https://hooks.example:${port}/`), {}, '{}', trusting)).toBe(302);
  expect(other.received).toEqual([]);
});

test('a certificate that is not for the name is refused', async () => {
  const { port, received } = await receiver(200);
  const url = new URL(`https://elsewhere.example:${port}/`);
  await expect(postTo('127.0.0.1', url, {}, '{}', trusting)).rejects.toMatchObject({
    code: 'ERR_TLS_CERT_ALTNAME_INVALID',
  });
  expect(received).toEqual([]);
});

/** Writes for as long as the other side reads. */
function endlessly(socket: TLSSocket, text: string): void {
  const write = () => {
    while (!socket.destroyed && socket.write(text));
  };
  socket.on('drain', write);
  write();
}

const drip = (socket: TLSSocket, text: string) => {
  const timer = setInterval(() => socket.write(text), 20);
  socket.on('close', () => clearInterval(timer));
};
const megabyte = 'x'.repeat(2 ** 20);

test.for<[string, (socket: TLSSocket) => void, number | RegExp]>([
  [
    'answers 101',
    (socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
    101,
  ],
  ['closes without an answer', (socket) => socket.end(), /socket hang up|without an answer/],
  ['says nothing', () => undefined, /did not answer within/],
  [
    'promises an answer without end',
    (socket) => drip(socket, 'HTTP/1.1 103 Early Hints\r\n\r\n'),
    /did not answer within|too many/,
  ],
  [
    'floods with promises',
    (socket) => endlessly(socket, 'HTTP/1.1 102 Processing\r\n\r\n'.repeat(1000)),
    /too many/,
  ],
  [
    'never ends its headers',
    (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      drip(socket, 'x: y\r\n');
    },
    /did not answer within/,
  ],
  [
    'has headers without bound',
    (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      endlessly(socket, 'x: y\r\n'.repeat(1000));
    },
    /Header overflow/,
  ],
  [
    'never ends its body',
    (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      drip(socket, 'x');
    },
    200,
  ],
  [
    'has a body without bound',
    (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      endlessly(socket, megabyte);
    },
    200,
  ],
])(
  'a receiver that %s holds the sender no longer than the deadline, and no connection',
  async ([, answer, outcome]) => {
    const server = await startTlsServer((socket) => {
      socket.once('data', () => {
        sockets.push(socket);
        answer(socket);
      });
    });
    const sockets: TLSSocket[] = [];
    onTestFinished(() => server.stop());
    const url = new URL(`https://hooks.example:${server.port}/`);
    const sent = postTo('127.0.0.1', url, {}, '{}', { ...trusting, milliseconds: 200 });
    if (typeof outcome === 'number') expect(await sent).toBe(outcome);
    else await expect(sent).rejects.toThrow(outcome);
    await vi.waitFor(() => expect(server.open).toBe(0));
    expect(sockets).toHaveLength(1);
    // What was sent and not read waits in buffers of the system: a few megabytes.
    expect(sockets[0]?.bytesWritten).toBeLessThan(16 * 2 ** 20);
  },
);

test('a receiver that never finishes the handshake is let go at the deadline', async () => {
  const closed: Socket[] = [];
  const server = createServer((socket) => {
    socket
      .on('error', () => undefined)
      .on('close', () => closed.push(socket))
      .resume();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const url = new URL(`https://hooks.example:${(server.address() as AddressInfo).port}/`);
  const sent = postTo('127.0.0.1', url, {}, '{}', { ...trusting, milliseconds: 200 });
  await expect(sent).rejects.toThrow('did not answer within');
  await vi.waitFor(() => expect(closed).toHaveLength(1));
});
