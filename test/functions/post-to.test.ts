import { expect, onTestFinished, test } from 'vitest';
import { postTo } from '../../src/functions/post-to.ts';
import { certificate, startReceiver } from '../support/https-receiver.ts';

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
