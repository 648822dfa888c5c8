import { writeFileSync } from 'node:fs';
import { afterEach, inject } from 'vitest';

/**
 * Sets the demo model's pace and chaos for the calls that follow, and sets them back after each test.
 */
export function demoSettings() {
  const write = (settings: object) => writeFileSync(inject('stack').demoFile, JSON.stringify(settings));
  afterEach(() => write({ paceSeconds: 0, chaos: [] }));
  return write;
}
