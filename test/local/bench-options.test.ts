import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkout } from '../../src/local/checkout.ts';

test('the benchmark names its tests when one is asked for that it does not have', () => {
  const program = join(checkout, 'test/bench/run.mjs');
  const { status, stderr } = spawnSync(process.execPath, [program, '--only=enqueue,claim'], {
    encoding: 'utf8',
  });
  expect(stderr).toMatch(
    /^--only: there is no test claim\. The tests are floor, .*functions, builds, bundle\.\n$/,
  );
  expect(status).toBe(1);
});
