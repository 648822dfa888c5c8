import { expect, test } from 'vitest';
import { nextTime } from '../../../src/overtime/functions/next-time.ts';

/** So many times of an expression after a moment. */
function times(cron: string, timeZone: string, after: string, count: number): (string | null)[] {
  const found: (string | null)[] = [];
  let at = Date.parse(after);
  for (let index = 0; index < count; index += 1) {
    const time = nextTime(cron, timeZone, at);
    found.push(time);
    at = Date.parse(time ?? '');
  }
  return found;
}

test.for([
  {
    what: 'at nine in Berlin, as summer time begins',
    cron: '0 9 * * *',
    timeZone: 'Europe/Berlin',
    after: '2026-03-28T00:00:00Z',
    expected: ['2026-03-28T08:00:00.000Z', '2026-03-29T07:00:00.000Z', '2026-03-30T07:00:00.000Z'],
  },
  {
    what: 'at half past two in Berlin, which the begin of summer time skips',
    cron: '30 2 * * *',
    timeZone: 'Europe/Berlin',
    after: '2026-03-28T00:00:00Z',
    expected: ['2026-03-28T01:30:00.000Z', '2026-03-29T01:00:00.000Z', '2026-03-30T00:30:00.000Z'],
  },
  {
    what: 'at half past two in Berlin, which the end of summer time repeats',
    cron: '30 2 * * *',
    timeZone: 'Europe/Berlin',
    after: '2026-10-24T12:00:00Z',
    expected: ['2026-10-25T00:30:00.000Z', '2026-10-26T01:30:00.000Z'],
  },
  {
    what: 'at nine in New York, as summer time begins',
    cron: '0 9 * * *',
    timeZone: 'America/New_York',
    after: '2026-03-07T00:00:00Z',
    expected: ['2026-03-07T14:00:00.000Z', '2026-03-08T13:00:00.000Z'],
  },
  {
    what: 'at half past one in New York, which the end of summer time repeats',
    cron: '30 1 * * *',
    timeZone: 'America/New_York',
    after: '2026-10-31T12:00:00Z',
    expected: ['2026-11-01T05:30:00.000Z', '2026-11-02T06:30:00.000Z'],
  },
  {
    what: 'every hour in New York, through the hour that is repeated',
    cron: '0 * * * *',
    timeZone: 'America/New_York',
    after: '2026-11-01T04:30:00Z',
    expected: ['2026-11-01T05:00:00.000Z', '2026-11-01T06:00:00.000Z', '2026-11-01T07:00:00.000Z'],
  },
  {
    what: 'daily, by its short name',
    cron: '@daily',
    timeZone: 'UTC',
    after: '2026-11-22T12:00:00Z',
    expected: ['2026-11-23T00:00:00.000Z'],
  },
  {
    what: 'every minute',
    cron: '* * * * *',
    timeZone: 'UTC',
    after: '2026-11-22T12:00:00Z',
    expected: ['2026-11-22T12:01:00.000Z', '2026-11-22T12:02:00.000Z'],
  },
])('$what', ({ cron, timeZone, after, expected }) => {
  expect(times(cron, timeZone, after, expected.length)).toEqual(expected);
});

test('what never comes has no next time', () => {
  expect(nextTime('0 0 30 2 *', 'UTC', Date.parse('2026-11-22T12:00:00Z'))).toBeNull();
});

test.for([
  { what: 'every second', cron: '* * * * * *', timeZone: 'UTC', path: 'cron' },
  { what: 'an hour that the day has not', cron: '0 25 * * *', timeZone: 'UTC', path: 'cron' },
  { what: 'words', cron: 'every monday', timeZone: 'UTC', path: 'cron' },
  { what: 'nothing', cron: '', timeZone: 'UTC', path: 'cron' },
  { what: 'a date', cron: '2026-12-24T00:00:00', timeZone: 'UTC', path: 'cron' },
  { what: 'no place on earth', cron: '0 9 * * *', timeZone: 'Mars/Base', path: 'timeZone' },
  { what: 'no time zone', cron: '0 9 * * *', timeZone: '', path: 'timeZone' },
])('$what is refused', ({ cron, timeZone, path }) => {
  expect(() => nextTime(cron, timeZone, 0)).toThrow(
    expect.objectContaining({ code: 'invalid_input', issues: [{ path, message: expect.any(String) }] }),
  );
});
