import { Cron } from 'croner';
import { OvertimeError } from '../errors.ts';
import { invalidParameter } from './required-parameter.ts';

/**
 * The first time of a cron expression after a moment (milliseconds since the epoch), as ISO 8601; null when there is
 * none. A time that the change to summer time skips is moved to the hour after it; one that the change back repeats
 * is used once.
 *
 * @param cron five fields, so that nothing runs more often than the sweep, or `@daily` and the like.
 * @param timeZone an IANA name.
 * @throws `invalid_input` for an invalid expression or time zone.
 */
export function nextTime(cron: string, timeZone: string, after: number): string | null {
  if (!isTimeZone(timeZone)) {
    throw invalidParameter('timeZone', 'Must be the name of a time zone, such as Europe/Berlin.');
  }
  // croner also accepts a date as an expression.
  if (cron.includes(':')) throw invalidParameter('cron', 'Must be a cron expression. Send a time as runAt.');
  try {
    const time = new Cron(cron, { timezone: timeZone, mode: '5-part' }).nextRun(new Date(after));
    return time?.toISOString() ?? null;
  } catch (cause) {
    const message = `Must be a cron expression of five fields: ${(cause as Error).message}`;
    throw new OvertimeError('invalid_input', `cron: ${message}`, {
      cause,
      issues: [{ path: 'cron', message }],
    });
  }
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
