import { OvertimeError } from '../errors.ts';
import type { LogLevel } from '../job.ts';
import type { LogLine } from './call-shapes.ts';

/**
 * The largest result, and output of a stage, in bytes as JSON. A function may answer 6 MB
 * (https://docs.netlify.com/build/functions/overview/), and a status answer carries more than the result.
 * The database has the same bound (supabase/schemas/overtime/20_fence.sql).
 */
export const largestResult = 4 * 1024 * 1024;

/** The largest partial output that is shown, in bytes: it is written, and read, once a second. */
export const largestPartial = 1024 * 1024;

/** How many lines an attempt may log. */
export const mostLines = 500;

/** So that a page of 500 lines stays below the limit of a function's answer. */
const longestLine = 1000;
const largestDetails = 4000;

/** The longest message of a stage and reason for skipping one, in characters. */
export const longestMessage = 500;

export function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? '');
}

/** @throws OvertimeError `result_too_large` */
export function assertFits(value: unknown, what: string): void {
  if (jsonBytes(value) > largestResult) throw tooLarge(what);
}

export function tooLarge(what: string): OvertimeError {
  return new OvertimeError(
    'result_too_large',
    `${what} is larger than ${largestResult / 1024 ** 2} MB, the most that can be answered. Ask for less.`,
  );
}

/** A line of a job's log, cut where it is too long; of too large details only the size is kept. */
export function logLine(
  level: LogLevel,
  message: string,
  details: Readonly<Record<string, unknown>> | undefined,
  now: number,
): LogLine {
  const bytes = details === undefined ? 0 : jsonBytes(details);
  return {
    level,
    message: message.slice(0, longestLine),
    details: bytes > largestDetails ? { omittedBytes: bytes } : (details ?? null),
    at: new Date(now).toISOString(),
  };
}
