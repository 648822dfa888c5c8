import { expect, test } from 'vitest';
import { laneOf } from '../../../src/overtime/functions/lane.ts';

const env = { URL: 'https://www.example.com' };
const at = (context: string, address: string, more: object = {}) =>
  laneOf({ ...env, ...more }, { deploy: { context } }, new URL(address));

test.for([
  ['at its own address', 'https://www.example.com'],
  ['at another domain of the site', 'https://example.org'],
  ["at an older deploy's address, as skew protection has it", 'https://65a1--site.netlify.app'],
] as const)('a production deploy is of the lane production, reached %s', ([, address]) => {
  expect(at('production', address)).toBe('production');
});

test.for([
  ['deploy-preview', 'https://deploy-preview-42--site.netlify.app', 'deploy-preview-42--site.netlify.app'],
  ['branch-deploy', 'https://production--site.netlify.app', 'production--site.netlify.app'],
  // Whatever a caller can make of a host, no preview is production.
  ['deploy-preview', 'https://www.example.com', 'www.example.com'],
  ['', 'https://deploy-preview-42--site.netlify.app', 'deploy-preview-42--site.netlify.app'],
] as const)('a deploy of the context "%s" at %s has a lane of its own', ([context, address, lane]) => {
  expect(at(context, address)).toBe(lane);
});

test("a schedule's call, which says nothing of its deploy, is production's", () => {
  expect(at('', 'https://www.example.com/.netlify/functions/sweep')).toBe('production');
});

test('netlify dev has a lane of its own, whatever it says of its deploy', () => {
  expect(at('production', 'http://localhost:8888', { NETLIFY_DEV: 'true' })).toBe('local');
});
