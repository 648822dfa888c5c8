import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AttemptContext } from '../../task.ts';
import { callNumber } from './call-number.ts';
import { type Chaos, parseChaos } from './chaos.ts';

/** How one call of the demo model behaves. */
export interface DemoSettings {
  /** Seconds over which the answer is streamed. */
  readonly paceSeconds: number;
  readonly chaos: Chaos;
}

const defaultPaceSeconds = 2;

/**
 * Reads how the next call behaves: `DEMO_PACE_SECONDS` and `DEMO_CHAOS`, or the file that `DEMO_FILE`
 * names (`{ "paceSeconds": 35, "chaos": ["429:1", "drop"] }`), which is read again at every call.
 */
export async function demoSettings(env: AttemptContext['env']): Promise<DemoSettings> {
  const fromFile = env['DEMO_FILE'] ? await readSettingsFile(env['DEMO_FILE']) : {};
  const paceSeconds = fromFile.paceSeconds ?? Number(env['DEMO_PACE_SECONDS'] || defaultPaceSeconds);
  const entries =
    fromFile.chaos ?? (env['DEMO_CHAOS'] ?? '').split(',').filter((entry) => entry.trim() !== '');
  const journal = fromFile.journal ?? {
    path: join(tmpdir(), `overtime-demo-${process.pid}.calls`),
    key: digest(entries.join()),
  };
  // Calls are counted only while there is something to consume.
  const call = entries.length > 0 ? await callNumber(journal.path, journal.key) : 0;
  return {
    paceSeconds: Number.isFinite(paceSeconds) ? Math.max(0, paceSeconds) : defaultPaceSeconds,
    chaos: parseChaos(entries[call] ?? 'ok'),
  };
}

interface FileSettings {
  readonly paceSeconds?: number;
  readonly chaos?: readonly string[];
  readonly journal?: { readonly path: string; readonly key: string };
}

/** A file that is missing or half written changes nothing: whoever writes it may be at it right now. */
async function readSettingsFile(path: string): Promise<FileSettings> {
  let text: string;
  let value: unknown;
  let changedMs: number;
  try {
    text = await readFile(path, 'utf8');
    changedMs = (await stat(path)).mtimeMs;
    value = JSON.parse(text) as unknown;
  } catch {
    return {};
  }
  if (typeof value !== 'object' || value === null) return {};
  const { paceSeconds, chaos } = value as Record<string, unknown>;
  return {
    ...(typeof paceSeconds === 'number' ? { paceSeconds } : {}),
    ...(Array.isArray(chaos) ? { chaos: chaos.map(String) } : {}),
    // Writing the file again starts its list again, even with the same content.
    journal: { path: `${path}.calls`, key: digest(`${changedMs} ${text}`) },
  };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
