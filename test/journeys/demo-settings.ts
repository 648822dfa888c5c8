import { writeFileSync } from 'node:fs';
import { afterEach } from 'vitest';
import { stack } from '../support/file-stack.ts';

/**
 * Sets the demo model's pace and chaos for the calls that follow, and sets them back after each test.
 */
export function demoSettings() {
  const write = (settings: object) => writeFileSync(stack.demoFile, JSON.stringify(settings));
  afterEach(() => write({ paceSeconds: 0, chaos: [] }));
  return write;
}
