import { createHash, randomUUID } from 'node:crypto';
import { appendFile, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { APICallError } from 'ai';
import type { Environment } from './provider.ts';

/** The fault of one call. */
export type Chaos =
  /** `drop`: the connection breaks within the answer; `truncate`: it ends there cleanly; `garbage`: not JSON. */
  | { readonly kind: 'ok' | 'drop' | 'truncate' | 'garbage' }
  /** Answers 429, with a `Retry-After` where seconds are given. */
  | { readonly kind: 'rate-limit'; readonly seconds: number | null };

/** How one call is answered. */
export interface SampleSettings {
  /** Seconds over which the answer is streamed. */
  readonly paceSeconds: number;
  /** The share of the answer that may be sent, 0 to 1; the rest waits until the settings release it. */
  readonly released: number;
  readonly chaos: Chaos;
}

const defaultPaceSeconds = 2;

/**
 * Reads how the next call is answered: `SAMPLE_PACE_SECONDS` and `SAMPLE_CHAOS`, or the file that `SAMPLE_FILE` names
 * (`{ "paceSeconds": 35, "chaos": ["429:1", "drop"], "released": 0.5 }`), which is read again at every call.
 */
export async function sampleSettings(env: Environment): Promise<SampleSettings> {
  const fromFile = (await readSettingsFile(env)) ?? {};
  const paceSeconds = fromFile.paceSeconds ?? Number(env['SAMPLE_PACE_SECONDS'] || defaultPaceSeconds);
  const entries =
    fromFile.chaos ?? (env['SAMPLE_CHAOS'] ?? '').split(',').filter((entry) => entry.trim() !== '');
  const journal = fromFile.journal ?? {
    path: join(tmpdir(), `overtime-samples-${process.pid}.calls`),
    key: digest(entries.join()),
  };
  // Calls are counted only while the list has entries.
  const call = entries.length > 0 ? await callNumber(journal.path, journal.key) : 0;
  return {
    paceSeconds: Number.isFinite(paceSeconds) ? Math.max(0, paceSeconds) : defaultPaceSeconds,
    released: fromFile.released ?? 1,
    chaos: parseChaos(entries[call] ?? 'ok'),
  };
}

interface FileSettings {
  readonly paceSeconds?: number;
  readonly released?: number;
  readonly chaos?: readonly string[];
  readonly journal?: { readonly path: string; readonly key: string };
}

/** The share that may be sent, 0 to 1; undefined while the settings cannot be read. */
export async function releasedNow(env: Environment): Promise<number | undefined> {
  const settings = await readSettingsFile(env);
  return settings && (settings.released ?? 1);
}

/** Undefined for a file that is missing or half written: it may be being written. */
async function readSettingsFile(env: Environment): Promise<FileSettings | undefined> {
  const path = env['SAMPLE_FILE'];
  if (!path) return undefined;
  try {
    const text = await readFile(path, 'utf8');
    const { mtimeMs } = await stat(path);
    const { paceSeconds, released, chaos } = JSON.parse(text) as Record<string, unknown>;
    return {
      ...(typeof paceSeconds === 'number' ? { paceSeconds } : {}),
      ...(typeof released === 'number' ? { released } : {}),
      ...(Array.isArray(chaos) ? { chaos: chaos.map(String) } : {}),
      // Writing the file again restarts its list, even with the same content.
      journal: { path: `${path}.calls`, key: digest(`${mtimeMs} ${text}`) },
    };
  } catch {
    return undefined;
  }
}

/**
 * The number of this call among the calls with the same key, from 0. The count is in a file, because `netlify dev` runs
 * every invocation in a fresh thread without memory of others. Each call appends one line and looks up its position, so
 * that concurrent calls get different numbers.
 */
async function callNumber(journal: string, key: string): Promise<number> {
  const line = `${key} ${randomUUID()}`;
  await appendFile(journal, `${line}\n`);
  const lines = (await readFile(journal, 'utf8')).split('\n');
  return lines.filter((other) => other.startsWith(`${key} `)).indexOf(line);
}

/** Reads `ok`, `429`, `429:SECONDS`, `drop`, `truncate` or `garbage`; anything else is `ok`. */
function parseChaos(entry: string): Chaos {
  const [word = '', seconds] = entry.trim().split(':');
  if (word === '429') return { kind: 'rate-limit', seconds: seconds === undefined ? null : Number(seconds) };
  return { kind: word === 'drop' || word === 'truncate' || word === 'garbage' ? word : 'ok' };
}

/** What the fault makes of an answer. */
export function spoil(answer: string, { kind }: Chaos): string {
  if (kind === 'garbage') return 'Certainly! Here is what I found in the document, in my own words.';
  return kind === 'drop' || kind === 'truncate' ? answer.slice(0, Math.ceil(answer.length / 2)) : answer;
}

export function rateLimitError(seconds: number | null): APICallError {
  return new APICallError({
    message: 'The sample provider takes no more calls for now.',
    url: 'sample:model',
    requestBodyValues: {},
    statusCode: 429,
    responseHeaders: seconds === null ? {} : { 'retry-after': String(seconds) },
    isRetryable: true,
  });
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
