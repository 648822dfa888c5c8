import fc from 'fast-check';
import { createSocket } from 'node:dgram';
import dns from 'node:dns/promises';
import { once } from 'node:events';
import { isIP } from 'node:net';
import { expect, test } from 'vitest';
import { checkWebhookUrl, publicAddress } from '../../../src/overtime/functions/webhook-url.ts';

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
  ['this machine by name, with two dots', 'https://localhost../'],
  ['a public name with a dot at its end', 'https://hooks.example.com./'],
  ['a name with an empty part', 'https://hooks..example.com/'],
  ['a name of one part', 'https://router/'],
  ['a name of the local network', 'https://printer.local/'],
  ['a name of a home network', 'https://nas.home.arpa/'],
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
  [['fe80::1%eth0']],
  [['2606:4700::1111%eth0']],
  [['no address']],
  [[]],
] as const)('a name that leads to %j is refused', async ([addresses]) => {
  await expect(publicAddress(hook, () => Promise.resolve(addresses))).rejects.toMatchObject(refused);
});

test('an address that is refused is refused before DNS is asked', async () => {
  const resolve = () => Promise.reject(new Error('DNS was asked.'));
  await expect(publicAddress(new URL('https://[::ffff:7f00:1]/'), resolve)).rejects.toMatchObject(refused);
});

/** A name as a URL may be written: capitals, percent signs, wide letters, other dots, and dots at its end. */
const written = (names: fc.Arbitrary<string>) =>
  fc
    .tuple(
      names,
      fc.array(fc.constantFrom('plain', 'capital', 'percent', 'wide'), { minLength: 1, maxLength: 8 }),
      fc.constantFrom('', '.', '..', '...', '%2e', '。', '．'),
    )
    .map(([name, styles, end]) => {
      const letters = name.split('').map((letter, index) => {
        const style = styles[index % styles.length];
        if (style === 'capital') return letter.toUpperCase();
        if (style === 'percent') return `%${letter.charCodeAt(0).toString(16).padStart(2, '0')}`;
        if (style === 'wide' && /[a-z0-9]/.test(letter))
          return String.fromCharCode(letter.charCodeAt(0) + 0xfee0);
        return letter;
      });
      return `https://${letters.join('')}${end}/in`;
    });

const label = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const privateNames = fc.oneof(
  label,
  fc.constantFrom('localhost', 'local', 'internal', 'home.arpa', 'lan'),
  fc
    .tuple(
      fc.array(label, { minLength: 1, maxLength: 3 }),
      fc.constantFrom('localhost', 'local', 'internal', 'home.arpa', 'lan'),
    )
    .map(([labels, end]) => [...labels, end].join('.')),
);

test('no private name passes, however it is written', () => {
  fc.assert(
    fc.property(written(privateNames), (url) => {
      expect(() => checkWebhookUrl(url)).toThrow(expect.objectContaining(refused));
    }),
    { numRuns: 1000 },
  );
});

const byte = fc.integer({ min: 0, max: 255 });
const privateIpv4 = fc.oneof(
  fc.tuple(fc.constant(10), byte, byte, byte),
  fc.tuple(fc.constant(127), byte, byte, byte),
  fc.tuple(fc.constant(169), fc.constant(254), byte, byte),
  fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), byte, byte),
  fc.tuple(fc.constant(192), fc.constant(168), byte, byte),
);
const radix = fc.constantFrom<(value: number) => string>(
  (value) => String(value),
  (value) => `0x${value.toString(16)}`,
  (value) => `0${value.toString(8)}`,
);

/** One to four numbers, the last of which holds the bytes that are left, each in a base of its own. */
const ipv4Notation = fc
  .tuple(privateIpv4, fc.integer({ min: 1, max: 4 }), fc.tuple(radix, radix, radix, radix))
  .map(([bytes, parts, inBase]) => {
    const last = bytes.slice(parts - 1).reduce((sum, value) => sum * 256 + value, 0);
    return [...bytes.slice(0, parts - 1), last].map((value, index) => inBase[index]?.(value)).join('.');
  });
const ipv6Notation = fc
  .tuple(
    privateIpv4,
    fc.constantFrom('::ffff:', '::', '64:ff9b::', '::ffff:0:', '0:0:0:0:0:ffff:'),
    fc.boolean(),
  )
  .map(([bytes, prefix, dotted]) => {
    const [a, b, c, d] = bytes;
    const pair = (high: number, low: number) => (high * 256 + low).toString(16);
    return `[${prefix}${dotted ? bytes.join('.') : `${pair(a, b)}:${pair(c, d)}`}]`;
  });

test('no private address passes, in whatever notation', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        written(ipv4Notation),
        ipv6Notation.map((host) => `https://${host}/`),
      ),
      (url) => {
        expect(() => checkWebhookUrl(url)).toThrow(expect.objectContaining(refused));
      },
    ),
    { numRuns: 1000 },
  );
});

test('what passes is a public address, or a name of at least two parts without an empty one', () => {
  const host = fc.oneof(
    fc.webAuthority(),
    fc.domain(),
    fc.string(),
    fc.ipV4(),
    fc.ipV6().map((ip) => `[${ip}]`),
  );
  fc.assert(
    fc.property(host, (text) => {
      let passed: string | null;
      try {
        passed = checkWebhookUrl(`https://${text}/`);
      } catch (error) {
        expect(error).toMatchObject(refused);
        return;
      }
      const name = new URL(passed ?? '').hostname.replaceAll(/[[\]]/g, '');
      if (isIP(name) === 0) expect(name).toMatch(/^[^.]+(?:\.[^.]+)+$/);
    }),
    { numRuns: 2000 },
  );
});

/** The type of a DNS question, which is the last but one of its numbers. */
const questionType = (message: Buffer, end: number) => message.readUInt16BE(end - 4);

/** Answers A with 8.8.8.8 and AAAA with nothing; stays silent about names that begin with `silent`. */
function answerTo(message: Buffer): Buffer | null {
  const nameEnd = message.indexOf(0, 12);
  const end = nameEnd + 5;
  if (message.toString('latin1', 13, 19) === 'silent') return null;
  const isA = questionType(message, end) === 1;
  const header = Buffer.from(message.subarray(0, 12));
  header.writeUInt16BE(0x8180, 2);
  header.writeUInt16BE(isA ? 1 : 0, 6);
  header.writeUInt32BE(0, 8);
  const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 8, 8, 8, 8]);
  return Buffer.concat([header, message.subarray(12, end), isA ? record : Buffer.alloc(0)]);
}

test('names whose servers stay silent do not hold up other names', async () => {
  const server = createSocket('udp4');
  server.on('message', (message, { port, address }) => {
    const answer = answerTo(message);
    if (answer !== null) server.send(answer, port, address);
  });
  server.bind(0, '127.0.0.1');
  await once(server, 'listening');
  const usual = dns.getServers();
  dns.setServers([`127.0.0.1:${server.address().port}`]);
  try {
    const silent = Array.from({ length: 20 }, (_, at) => new URL(`https://silent${at}.example.com/`));
    for (const url of silent) publicAddress(url).catch(() => undefined);
    const started = performance.now();
    expect(await publicAddress(new URL('https://hooks.example.com/'))).toBe('8.8.8.8');
    expect(performance.now() - started).toBeLessThan(1000);
  } finally {
    dns.setServers(usual);
    server.close();
  }
});
