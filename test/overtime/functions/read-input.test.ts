import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineContract } from '../../../src/overtime/contract.ts';
import type { OvertimeError } from '../../../src/overtime/errors.ts';
import { inputHash } from '../../../src/overtime/functions/input-hash.ts';
import { problem } from '../../../src/overtime/functions/problem.ts';
import { maxBodyBytes } from '../../../src/overtime/file-fields.ts';
import { parseInput, readJson } from '../../../src/overtime/functions/read-input.ts';

const contract = defineContract({
  name: 'write-story',
  version: 1,
  input: z.strictObject({
    topic: z.string().min(1),
    parts: z.array(z.object({ pages: z.number() })).default([]),
  }),
  result: z.object({}),
  partial: z.object({}),
  stages: {},
});
const post = (body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  new Request('https://site.example/', { method: 'POST', body, headers });
const readInput = async (request: Request, of: typeof contract) =>
  parseInput(await readJson(request, of.name), of);

test('a body that fits is read with its defaults', async () => {
  expect(await readInput(post('{"topic":"tides"}'), contract)).toEqual({ topic: 'tides', parts: [] });
});

test('every thing that is wrong is named by its path', async () => {
  await expect(readInput(post('{"topic":"","parts":[{"pages":"two"}]}'), contract)).rejects.toMatchObject({
    code: 'invalid_input',
    httpStatus: 422,
    issues: [
      { path: 'topic', message: expect.any(String) },
      { path: 'parts.0.pages', message: expect.stringContaining('number') },
    ],
  });
});

test('a body over the limit is refused, whether it says so or not', async () => {
  const long = post(JSON.stringify({ topic: 'x'.repeat(maxBodyBytes) }));
  await expect(readInput(long, contract)).rejects.toMatchObject({ code: 'body_too_large', httpStatus: 413 });
  const said = post('{}', { 'content-type': 'application/json', 'content-length': String(maxBodyBytes + 1) });
  await expect(readInput(said, contract)).rejects.toMatchObject({ code: 'body_too_large' });
});

/** A body that comes in chunks, so that nothing says how long it will be, and how much of it was read. */
function chunked(chunk: Uint8Array, most: number) {
  let read = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      read += chunk.byteLength;
      controller.enqueue(chunk);
      if (read >= most) controller.close();
    },
  });
  const headers = { 'content-type': 'application/json' };
  // The types of the DOM do not know `duplex`, without which Node takes no stream.
  const init: RequestInit & { duplex: 'half' } = { method: 'POST', body, headers, duplex: 'half' };
  return { request: new Request('https://site.example/', init), read: () => read };
}

test('a body without a length is read no further than the limit, which counts bytes', async () => {
  // Two bytes a character: half as many characters as bytes.
  const { request, read } = chunked(new TextEncoder().encode('é'.repeat(50_000)), 100 * maxBodyBytes);
  await expect(readInput(request, contract)).rejects.toMatchObject({ code: 'body_too_large' });
  expect(read()).toBeLessThan(maxBodyBytes + 1_000_000);
  const text = JSON.stringify({ topic: 'é'.repeat(0.6 * maxBodyBytes) });
  expect(text.length).toBeLessThan(maxBodyBytes);
  await expect(readInput(post(text), contract)).rejects.toMatchObject({ code: 'body_too_large' });
});

test('what is no UTF-8 is no JSON', async () => {
  const { request } = chunked(new Uint8Array([0x22, 0xff, 0x22]), 3);
  await expect(readInput(request, contract)).rejects.toMatchObject({ code: 'invalid_json' });
});

const keys = (count: number, make: (index: number) => string) =>
  `{${Array.from({ length: count }, (_, index) => `${JSON.stringify(make(index))}:1`).join(',')}}`;
test.each([
  ['unknown keys by the hundred thousand', keys(200_000, (index) => `key ${index}`), 'values'],
  ['some unknown keys', keys(9000, (index) => `key ${index}`), 'Remove what is not known here'],
  ['a list of two million things', `{"parts":[${'1,'.repeat(2_000_000)}1]}`, 'values'],
  ['a list of wrong things', `{"topic":"x","parts":[${'1,'.repeat(5000)}1]}`, 'object'],
  ['a list of texts that cannot be stored', `{"parts":[${'"\\u0000",'.repeat(5000)}1]}`, 'NUL'],
  ['lists in lists', `{"topic":${'['.repeat(200_000)}${']'.repeat(200_000)}}`, 'deep'],
  ['a key of five megabytes', `{"${'k'.repeat(5_000_000)}":{"a":"\\u0000"}}`, 'key'],
])('%s are answered at once and in short', async (_, body, reason) => {
  const before = process.cpuUsage();
  const error = await readInput(post(body), contract).catch((thrown: unknown) => thrown as OvertimeError);
  expect(error).toMatchObject({ code: 'invalid_input', message: expect.stringContaining(reason) });
  expect((await problem(error as OvertimeError).text()).length).toBeLessThan(20_000);
  // Of processor time, which other work on the machine does not change.
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000).toBeLessThan(1500);
});

test('the first twenty things that are wrong are named, and how many there are beside them', async () => {
  const error = await readInput(post(`{"topic":"x","parts":[${'1,'.repeat(29)}1]}`), contract).catch(
    (thrown: unknown) => thrown as OvertimeError,
  );
  expect((error as OvertimeError).issues).toHaveLength(21);
  expect((error as OvertimeError).issues?.at(-1)).toEqual({ path: '', message: 'And 10 more.' });
});

test('a text that cannot be stored is refused with its path, whatever its field takes', async () => {
  for (const text of ['a\0b', 'cut \ud83d', '\ude00 cut']) {
    for (const [body, path] of [
      [{ topic: text }, 'topic'],
      [{ topic: 'x', parts: [{ pages: 1 }, { pages: text }] }, 'parts.1.pages'],
      [{ topic: 'x', [text]: 1 }, ''],
      [text, ''],
    ] as const) {
      await expect(readInput(post(JSON.stringify(body)), contract)).rejects.toMatchObject({
        code: 'invalid_input',
        issues: [{ path, message: expect.stringMatching(/NUL|surrogate/) }],
      });
    }
  }
  expect(await readInput(post('{"topic":"whole 😀"}'), contract)).toMatchObject({ topic: 'whole 😀' });
});

test('what is no JSON is refused by name', async () => {
  await expect(readInput(post('{"topic":'), contract)).rejects.toMatchObject({ code: 'invalid_json' });
  await expect(readInput(post('{}', { 'content-type': 'text/plain' }), contract)).rejects.toMatchObject({
    code: 'unsupported_media_type',
  });
});

test('equal inputs have equal hashes, whatever the order of their keys', () => {
  expect(inputHash({ a: 1, b: [{ c: 2, d: undefined }] })).toBe(inputHash({ b: [{ c: 2 }], a: 1 }));
  expect(inputHash({ a: 1 })).not.toBe(inputHash({ a: '1' }));
  expect(inputHash({ a: [1, 2] })).not.toBe(inputHash({ a: [2, 1] }));
});
