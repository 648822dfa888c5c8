import dns from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { OvertimeError } from '../errors.ts';

/**
 * Addresses that a webhook must not reach: this machine, private and shared networks, link-local ones
 * (among them the clouds' metadata address), multicast and reserved ranges, and IPv6 that carries IPv4.
 * https://www.iana.org/assignments/iana-ipv4-special-registry and …/iana-ipv6-special-registry.
 *
 * Two lists, because in one a rule for `::ffff:0:0/96` would match every IPv4 address.
 */
const refusedIpv4 = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  refusedIpv4.addSubnet(network, prefix, 'ipv4');
}

/** Of IPv6, only IANA's global unicast addresses are public … */
const globalIpv6 = new BlockList();
globalIpv6.addSubnet('2000::', 3, 'ipv6');

/** … except the special ones among them: Teredo and the like, documentation, and 6to4. */
const refusedIpv6 = new BlockList();
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  refusedIpv6.addSubnet(network, prefix, 'ipv6');
}

const longestUrl = 2000;

/**
 * A name in public DNS: at least two parts, none empty, no dot at the end, and no number as the last part. A name of one
 * part, or with a dot at its end, has another meaning on some machines.
 */
const publicName = /^(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?\.)+[a-z](?:[a-z0-9-]*[a-z0-9])$/;

/**
 * Endings of names that are never public: https://www.iana.org/assignments/special-use-domain-names, ICANN's ending for
 * private use (`internal`), and those that home and office networks use.
 */
const privateEnds = new Set(
  'alt arpa corp home internal intranet invalid lan local localdomain localhost onion private test'.split(
    ' ',
  ),
);

/**
 * Checks what is known of a webhook's URL when it is submitted: https, no credentials, no address of a refused range.
 * Null stays null. Throws `webhook_url_refused`.
 */
export function checkWebhookUrl(text: string | null): string | null {
  if (text === null) return null;
  const refuse = (why: string) =>
    new OvertimeError('webhook_url_refused', `The webhook URL ${why}. Give a public https address.`);
  if (text.length > longestUrl || !URL.canParse(text)) throw refuse('is not a URL');
  const url = new URL(text);
  if (url.protocol !== 'https:') throw refuse('is not https');
  if (url.username || url.password) throw refuse('contains a user name or password');
  const host = hostOf(url);
  const isRefused = isIP(host) ? isRefusedAddress(host) : !isPublicName(host);
  if (isRefused) throw refuse('is not public');
  return url.href;
}

/**
 * The address to connect to, from DNS: every address of the name must be public, since a name may be pointed elsewhere
 * after it was submitted. Throws `webhook_url_refused`.
 */
export async function publicAddress(url: URL, resolve: typeof resolveAll = resolveAll): Promise<string> {
  checkWebhookUrl(url.href);
  const addresses = await resolve(hostOf(url));
  const [first] = addresses;
  if (first === undefined || addresses.some(isRefusedAddress)) {
    throw new OvertimeError('webhook_url_refused', `${url.hostname} does not lead to a public address.`);
  }
  return first;
}

/**
 * By DNS itself, not by the system's `lookup`: that takes one of the process's few threads until it ends, so that names
 * whose servers stay silent would hold up every other name, ours included.
 */
async function resolveAll(host: string): Promise<readonly string[]> {
  if (isIP(host)) return [host];
  const found = await Promise.allSettled([dns.resolve4(host), dns.resolve6(host)]);
  const addresses = found.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  const failed = found.find((answer) => answer.status === 'rejected');
  // That there is no answer is no refusal: the next try may get one.
  if (addresses.length === 0 && failed) throw failed.reason;
  return addresses;
}

function isPublicName(host: string): boolean {
  return publicName.test(host) && !privateEnds.has(host.slice(host.lastIndexOf('.') + 1));
}

/** Invalid addresses are refused too, and addresses with a zone, which has a meaning on this machine only. */
function isRefusedAddress(address: string): boolean {
  const version = address.includes('%') ? 0 : isIP(address);
  if (version === 4) return refusedIpv4.check(address, 'ipv4');
  return version === 0 || !globalIpv6.check(address, 'ipv6') || refusedIpv6.check(address, 'ipv6');
}

/** Without the brackets that a URL puts around IPv6. A URL has its host in small letters, decoded. */
function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}
