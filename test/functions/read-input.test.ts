import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineContract } from '../../src/contract.ts';
import { inputHash } from '../../src/functions/input-hash.ts';
import { maxBodyBytes, readInput } from '../../src/functions/read-input.ts';

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
