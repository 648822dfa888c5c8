import { expect, test } from 'vitest';
import { boundedWait, preferredWait } from '../../../src/overtime/functions/wait-preference.ts';

test.for([
  [null, 0],
  ['wait=7', 7],
  ['WAIT=7', 7],
  ['respond-async, wait=7', 7],
  ['respond-async;wait=7', 7],
  ['wait=0', 0],
  ['wait=600', 25],
  ['wait=-5', 0],
  ['wait=soon', 0],
  ['await=7', 0],
  ['respond-async', 0],
] as const)('Prefer: %s keeps the call waiting for %i s at the most', ([prefer, seconds]) => {
  const headers: Record<string, string> = prefer === null ? {} : { prefer };
  expect(preferredWait(new Request('https://site.example/', { headers }))).toBe(seconds);
});

test.for([
  [null, 0],
  ['', 0],
  ['7', 7],
  ['7.9', 7],
  ['99', 8],
  ['-1', 0],
  ['Infinity', 0],
  ['soon', 0],
] as const)('?wait=%s keeps the call waiting for %i s at the most', ([wait, seconds]) => {
  expect(boundedWait(wait)).toBe(seconds);
});
