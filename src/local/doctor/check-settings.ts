import { type Environment, supabaseKeys, supabaseVariables } from '../../overtime/functions/environment.ts';
import type { SupabaseKeys } from '../../overtime/functions/environment.ts';
import { fault, type Finding, ok, warning } from './finding.ts';
import { keyKind } from './key-kind.ts';

/** Where a setting is made, for whoever reads a remedy. */
export const siteVariables = 'Netlify → Site configuration → Environment variables, for builds and functions';
const apiKeys = 'Supabase → Project Settings → API Keys';

/** Shorter ones can be guessed. */
const shortestSecret = 32;

/** The variables of the Supabase project: there, of the right shape, and not each in the other's place. */
export function checkSettings(env: Environment): Finding[] {
  const findings: Finding[] = [];
  for (const [own, other] of Object.values(supabaseVariables)) {
    if (!env[own] && !env[other]) {
      findings.push(
        fault(`${own} is not set (nor ${other}).`, `Copy it from ${apiKeys} to ${siteVariables}.`),
      );
    } else if (env[own] && env[other] && env[own] !== env[other]) {
      findings.push(
        warning(`${own} and ${other} are both set and differ. ${own} counts.`, `Remove one of the two.`),
      );
    }
  }
  if (findings.some(({ outcome }) => outcome === 'fault')) return findings;

  const keys = supabaseKeys(env);
  return [
    ...findings,
    ...checkUrl(keys.url, nameOf(env, 'url')),
    ...checkKeys(keys, nameOf(env, 'publishableKey'), nameOf(env, 'secretKey')),
  ];
}

function nameOf(env: Environment, setting: keyof typeof supabaseVariables): string {
  const [own, other] = supabaseVariables[setting];
  return env[own] ? own : other;
}

function checkUrl(text: string, name: string): Finding[] {
  const wanted = `Set ${name} to the project URL, https://<ref>.supabase.co, with nothing behind it.`;
  if (!URL.canParse(text)) return [fault(`${name} is no URL.`, wanted)];
  const url = new URL(text);
  if (url.protocol.startsWith('postgres')) {
    return [fault(`${name} is the database's connection string.`, wanted)];
  }
  if (/(^|\.)supabase\.com$/.test(url.hostname)) {
    return [fault(`${name} is the dashboard's address.`, wanted)];
  }
  if (url.pathname !== '/' || url.search || url.username) {
    return [fault(`${name} has something before or behind the host name.`, wanted)];
  }
  if (url.protocol !== 'https:' && !isLoopback(text)) {
    return [fault(`${name} is not https, and ${url.hostname} is not this machine.`, wanted)];
  }
  return [ok(`${name} is ${url.origin}`)];
}

function checkKeys(
  { url, publishableKey, secretKey }: SupabaseKeys,
  publishable: string,
  secret: string,
): Finding[] {
  const kinds = { publishable: keyKind(publishableKey), secret: keyKind(secretKey) };
  const revoke = `Whoever opened the site may have read it: make a new secret key in ${apiKeys} and delete this one.`;
  if (kinds.publishable.side === 'secret' && kinds.secret.side === 'publishable') {
    return [
      fault(
        `${publishable} and ${secret} are swapped.`,
        "Give each the other's value, and deploy again.",
        revoke,
      ),
    ];
  }
  const findings: Finding[] = [];
  if (kinds.publishable.side === 'secret') {
    findings.push(fault(`${publishable} holds a secret key.`, `Set it to the publishable key.`, revoke));
  }
  if (kinds.secret.side === 'publishable') {
    findings.push(fault(`${secret} holds a publishable key.`, `Set it to a secret key from ${apiKeys}.`));
  }
  for (const [name, kind] of [
    [publishable, kinds.publishable],
    [secret, kinds.secret],
  ] as const) {
    if (kind.side === 'unknown') {
      findings.push(
        fault(
          `${name} does not look like a key of Supabase.`,
          `Copy it again from ${apiKeys}, whole and without quotes.`,
        ),
      );
    }
    if (kind.projectRef && !isLoopback(url) && !url.includes(`//${kind.projectRef}.`)) {
      findings.push(
        fault(
          `${name} belongs to the project ${kind.projectRef}, and SUPABASE_URL names another.`,
          `Copy both from the same project.`,
        ),
      );
    }
    if (kind.legacy) {
      findings.push(
        warning(
          `${name} is a legacy key; they end in 2026.`,
          `Replace it by a new one (sb_…) from ${apiKeys}.`,
        ),
      );
    }
  }
  return findings.length > 0 ? findings : [ok(`${publishable} and ${secret} have the shape of such keys`)];
}

/** The secrets that are ours to choose, and who may call. */
export function checkSecrets(env: Environment): Finding[] {
  const findings: Finding[] = [];
  const make = 'Make one with: openssl rand -hex 32';
  for (const name of ['DISPATCH_SECRET', 'SWEEP_SECRET']) {
    const value = env[name];
    if (!value) continue;
    const others = Object.entries(env).filter(([other, its]) => other !== name && its === value);
    if (value.length < shortestSecret) {
      findings.push(
        fault(`${name} has ${value.length} characters, and needs ${shortestSecret} or more.`, make),
      );
    } else if (others.length > 0) {
      findings.push(fault(`${name} has the value of ${others.map(([other]) => other).join(', ')}.`, make));
    } else findings.push(ok(`${name} is set`));
  }
  if (!env['DISPATCH_SECRET'])
    findings.push(ok('Dispatches are signed with a key derived from the secret key'));

  const origins = (env['ALLOWED_ORIGINS'] ?? '').split(',').map((one) => one.trim());
  const wrong = origins.filter((one) => one !== '' && (!URL.canParse(one) || new URL(one).origin !== one));
  if (wrong.length > 0) {
    findings.push(
      fault(
        `ALLOWED_ORIGINS has ${wrong.join(', ')}, which is no origin.`,
        'Write it as https://app.example.com, without a path.',
      ),
    );
  }
  return findings;
}

/** Whether an address is this machine's. */
export function isLoopback(url: string): boolean {
  return URL.canParse(url) && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(url).hostname);
}
