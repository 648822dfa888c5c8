import { expect, test } from 'vitest';
import { checkWebhookUrl, publicAddress } from '../../src/functions/webhook-url.ts';

const refused = { code: 'webhook_url_refused', httpStatus: 422 };

test.for([
  ['no URL', 'hooks'],
  ['plain http', 'http://hooks.example.com/'],
  ['another scheme', 'ftp://hooks.example.com/'],
  ['a user name', 'https://me@hooks.example.com/'],
  ['a password', 'https://me:secret@hooks.example.com/'],
  ['more than 2000 characters', `https://hooks.example.com/${'x'.repeat(2000)}`],
  ['this machine by name', 'https://localhost/'],
  ['this machine by name, with the dot that may end it', 'https://localhost./'],
  ['a name below localhost', 'https://api.localhost/'],
  ["a cloud's inner name", 'https://metadata.google.internal/'],
  ['this machine', 'https://127.0.0.1/'],
  ['this machine in two parts', 'https://127.1/'],
  ['this machine as one number', 'https://2130706433/'],
  ['this machine in hexadecimal', 'https://0x7f000001/'],
  ['this machine in octal', 'https://0177.0.0.1/'],
  ['this machine in wide digits', 'https://１２７.０.０.１/'],
  ['no address', 'https://0.0.0.0/'],
  ['a private network of class A', 'https://10.1.2.3/'],
  ['a private network of class B', 'https://172.31.255.255/'],
  ['a private network of class C', 'https://192.168.0.1/'],
  ["a provider's shared network", 'https://100.64.0.1/'],
  ["a cloud's metadata address", 'https://169.254.169.254/'],
  ['a network for benchmarks', 'https://198.18.0.1/'],
  ['multicast', 'https://224.0.0.1/'],
  ['broadcast', 'https://255.255.255.255/'],
  ['this machine in IPv6', 'https://[::1]/'],
  ['no address in IPv6', 'https://[::]/'],
  ['a private address mapped into IPv6', 'https://[::ffff:10.0.0.1]/'],
  ['the same in hexadecimal', 'https://[::ffff:a00:1]/'],
  ['a private address behind NAT64', 'https://[64:ff9b::a00:1]/'],
  ['a private address behind 6to4', 'https://[2002:a00:1::]/'],
  ['a Teredo address', 'https://[2001:0:a00:1::]/'],
  ['a unique local address', 'https://[fd00::1]/'],
  ['a link-local address', 'https://[fe80::1]/'],
  ['multicast in IPv6', 'https://[ff02::1]/'],
] as const)('%s is refused as a webhook: %s', ([, url]) => {
  expect(() => checkWebhookUrl(url)).toThrow(expect.objectContaining(refused));
});

test.for([
  ['https://hooks.example.com/in?key=1', 'https://hooks.example.com/in?key=1'],
  ['https://hooks.example.com:8443', 'https://hooks.example.com:8443/'],
  ['https://93.184.215.14/', 'https://93.184.215.14/'],
  ['https://172.32.0.1/', 'https://172.32.0.1/'],
  ['https://[2606:4700::1111]/', 'https://[2606:4700::1111]/'],
] as const)('%s is taken as a webhook', ([url, href]) => {
  expect(checkWebhookUrl(url)).toBe(href);
});

test('no webhook is no webhook', () => {
  expect(checkWebhookUrl(null)).toBeNull();
});

const hook = new URL('https://hooks.example.com/');

test.for([
  [['8.8.8.8'], '8.8.8.8'],
  [['2606:4700::1111', '8.8.8.8'], '2606:4700::1111'],
] as const)('a name that leads to %j is reached at %s', async ([addresses, address]) => {
  expect(await publicAddress(hook, () => Promise.resolve(addresses))).toBe(address);
});

test.for([
  [['127.0.0.1']],
  [['169.254.169.254']],
  [['8.8.8.8', '10.0.0.1']],
  [['2606:4700::1111', '::1']],
  [['::ffff:192.168.0.1']],
  [[]],
] as const)('a name that leads to %j is refused', async ([addresses]) => {
  await expect(publicAddress(hook, () => Promise.resolve(addresses))).rejects.toMatchObject(refused);
});

test('an address that is refused is refused before DNS is asked', async () => {
  const resolve = () => Promise.reject(new Error('DNS was asked.'));
  await expect(publicAddress(new URL('https://[::ffff:7f00:1]/'), resolve)).rejects.toMatchObject(refused);
});
