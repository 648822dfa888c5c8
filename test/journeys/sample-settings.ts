import { writeFileSync } from 'node:fs';
import { afterEach } from 'vitest';
import { stack } from '../support/file-stack.ts';

/**
 * Sets the pace and mishaps of samples for the calls that follow, and sets them back after each test.
 */
export function sampleSettings() {
  const write = (settings: object) => writeFileSync(stack.sampleFile, JSON.stringify(settings));
  afterEach(() => write({ paceSeconds: 0, chaos: [] }));
  return write;
}
