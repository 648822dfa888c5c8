import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Contract } from '../../../src/overtime/contract.ts';
import { handler, json } from '../../../src/overtime/functions/handler.ts';
import { jobs } from '../../../src/overtime/functions/jobs.ts';
import { schedules } from '../../../src/overtime/functions/schedules.ts';
import { sentTime } from '../../../src/overtime/functions/sent-time.ts';
import { status } from '../../../src/overtime/functions/status.ts';
import { trigger } from '../../../src/overtime/functions/trigger.ts';
import { contracts } from '../../../src/tasks/contracts.ts';
import { scoreBook } from '../../../src/tasks/score-book/contract.ts';
import { sampleInputs, textsIn } from '../../support/sample-inputs.ts';
import { kindOf, schemaNodes } from '../../support/schema-nodes.ts';
import { apiRig } from './api-rig.ts';

const rig = apiRig();
const carriesFile = (input: object) => 'file' in input || 'filePath' in input;
const unstorableTexts = ['a\0b', 'cut \ud83d', '\ude00 cut'];

test.each(contracts.map((contract) => [contract.name, contract as unknown as Contract] as const))(
  'every text in the input of %s that cannot be stored is refused with its path',
  async (name, contract) => {
    const inputs = sampleInputs[name] ?? [];
    const texts = inputs.flatMap((input) => textsIn(input));
    // The samples leave out no text that the contract has.
    const named = new Set(texts.map(({ path }) => path.replaceAll(/\.\d+/g, '.*')));
    const strings = schemaNodes(contract.input).filter((node) => kindOf(node) === 'string');
    expect(strings.map(({ path }) => path).filter((path) => !named.has(path))).toEqual([]);

    for (const input of inputs.filter((one) => !carriesFile(one))) {
      expect(await rig.answerTo(trigger(contract), 'POST', `${name}-trigger`, input)).toMatchObject({
        status: 202,
      });
    }
    rig.asked.length = 0;
    for (const { path, text, replaced } of texts) {
      for (const bad of unstorableTexts) {
        const answer = await rig.answerTo(trigger(contract), 'POST', `${name}-trigger`, replaced(text + bad));
        expect({ path, ...answer }).toMatchObject({
          status: 422,
          code: 'invalid_input',
          issues: [{ path, message: expect.stringMatching(/NUL|surrogate/) }],
        });
      }
    }
    expect(rig.asked).toEqual([]);
  },
);

const input = { title: 'Emma', author: 'Jane Austen' };
const later = { task: 'score-book', input };
const all = contracts as unknown as readonly Contract[];
test.each([
  ['a job id', jobs(all), 'GET', 'jobs?jobId=a%00b', undefined, 'jobId'],
  ['a cancelled job id', jobs(all), 'DELETE', 'jobs?jobId=a%00b', undefined, 'jobId'],
  ['a retried job id', jobs(all), 'POST', 'jobs?action=retry&jobId=%00', undefined, 'jobId'],
  ['a status', status(scoreBook), 'GET', 'score-book-status?jobId=a%00b', undefined, 'jobId'],
  ['an id without end', status(scoreBook), 'GET', `x?jobId=${'a'.repeat(5000)}`, undefined, 'jobId'],
  ['a task', jobs(all), 'GET', 'jobs?task=a%00b', undefined, 'task'],
  ['a name that nobody reads', jobs(all), 'GET', 'jobs?x=%00', undefined, 'x'],
  ['a schedule id', schedules(all), 'DELETE', 'schedules?scheduleId=%00', undefined, 'scheduleId'],
  ['a 30 February', jobs(all), 'GET', 'jobs?before=2024-02-30T00:00:00Z~a', undefined, 'before'],
  ['the year 0', jobs(all), 'GET', 'jobs?before=0000-01-01T00:00:00Z~a', undefined, 'before'],
  ['an hour 24 and a half', jobs(all), 'GET', 'jobs?before=2024-01-01T24:30:00Z~a', undefined, 'before'],
  ['an offset', schedules(all), 'POST', 'x', { ...later, runAt: '2026-11-22T12:00:00+16:00' }, 'runAt'],
  [
    'decimals',
    schedules(all),
    'POST',
    'x',
    { ...later, runAt: `2026-11-22T12:00:00.${'1'.repeat(400)}Z` },
    'runAt',
  ],
  ['the year 0 to come', schedules(all), 'POST', 'x', { ...later, runAt: '0000-01-01T00:00:00Z' }, 'runAt'],
  ['the last year', schedules(all), 'POST', 'x', { ...later, runAt: '9999-12-31T23:59:59-14:00' }, 'runAt'],
  ['a time zone', schedules(all), 'POST', 'x', { ...later, cron: '@daily', timeZone: 'UTC\0' }, 'timeZone'],
  [
    'a later input',
    schedules(all),
    'POST',
    'x',
    { ...later, input: { ...input, title: '\ud83d' } },
    'input.title',
  ],
] as const)(
  '%s that the database would refuse is refused with its name',
  async (_, serve, method, address, body, path) => {
    expect(await rig.answerTo(serve, method, address, body)).toMatchObject({
      status: 422,
      code: 'invalid_input',
      issues: [{ path, message: expect.any(String) }],
    });
    expect(rig.asked).toEqual([]);
  },
);

test.each(['é', 'tab\there', '', 'x'.repeat(256)])('the Idempotency-Key %j is refused', async (key) => {
  const headers = { 'idempotency-key': key };
  expect(await rig.answerTo(trigger(scoreBook), 'POST', 'x', input, headers)).toMatchObject({
    status: 422,
    issues: [{ path: 'Idempotency-Key', message: expect.stringContaining('ASCII') }],
  });
});

test('a value that only the database refuses is still the fault of who sent it, and no error of ours', async () => {
  // No check of ours has seen this value.
  const unchecked = handler({
    GET: async ({ engine, caller }) =>
      json(await engine.readRows(caller.userId, 'read_book', { p_book_id: 'a\0b' }), 200),
  });
  expect(await rig.answerTo(unchecked, 'GET', 'book')).toMatchObject({
    status: 422,
    code: 'invalid_input',
    detail: expect.not.stringContaining('0x00'),
  });
  expect(rig.asked).toEqual(['read_book']);
});

test('PostgreSQL takes every time that a caller may send, as the moment that we take it for', async () => {
  const two = (most: number) =>
    fc.integer({ min: 0, max: most }).map((number) => String(number).padStart(2, '0'));
  const year = fc.oneof(
    fc.constantFrom('0000', '0001', '1969', '1970', '2024', '9998', '9999'),
    fc.integer({ min: 0, max: 9999 }).map((number) => String(number).padStart(4, '0')),
  );
  const fraction = fc.oneof(fc.constant(''), fc.stringMatching(/^\.[0-9]{1,12}$/));
  const offset = fc.oneof(
    fc.constant('Z'),
    fc
      .tuple(fc.constantFrom('+', '-'), two(24), two(60))
      .map(([sign, hours, minutes]) => `${sign}${hours}:${minutes}`),
  );
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(
      year,
      two(13),
      two(31),
      two(24),
      two(60),
      two(60),
      fraction,
      offset,
      async (...parts) => {
        const [y, month, day, hour, minute, second, decimals, zone] = parts;
        const text = `${y}-${month}-${day}T${hour}:${minute}:${second}${decimals}${zone}`;
        if (!sentTime.safeParse(text).success) return;
        taken += 1;
        const [row] = await rig.database.sql`
        select extract(epoch from date_trunc('second', ${text}::text::timestamptz))::text as seconds`;
        expect([text, Number(row?.['seconds'])]).toEqual([text, Math.floor(Date.parse(text) / 1000)]);
      },
    ),
    { numRuns: 1500 },
  );
  expect(taken).toBeGreaterThan(200);
});
