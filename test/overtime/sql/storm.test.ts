import { expect, test } from 'vitest';
import { engineRig } from './engine-rig.ts';
import { storm } from './storm.ts';

const engine = engineRig();
const roughLocks = ['lock', 'book', 'book/1', 'book/2', 'book/2/a'];

test(
  'many connections that enqueue, claim, finish, fail, die, hand over, cancel and sweep keep all limits at once, and never deadlock',
  { timeout: 60_000 },
  async ({ signal }) => {
    const report = await storm(
      engine,
      {
        taskLimit: 8,
        rough: true,
        more: (index) => ({
          p_user_limit: 5,
          p_lock_key: index % 3 === 0 ? (roughLocks[index % roughLocks.length] ?? null) : null,
        }),
      },
      signal,
    );
    // Cancelled under the worker (OT002), and rescued from it (OT001); 40P01 would be a deadlock.
    expect(Object.keys(report.refusals).filter((code) => !['OT001', 'OT002'].includes(code))).toEqual([]);
    // Which of the limits are reached in a snapshot is left to chance, so none has to be.
    expect(report.mostOfTask).toBeLessThanOrEqual(8);
    expect(report.mostOfUser).toBeLessThanOrEqual(5);
    expect(report.mostOfLock).toBeLessThanOrEqual(1);
    expect(report.mostOfTask).toBeGreaterThan(1);
    expect(Object.values(report.ended).reduce((sum, count) => sum + count, 0)).toBe(report.jobs);
    expect([...report.accepted.values()].filter((count) => count !== 1)).toEqual([]);
    expect(report.accepted.size).toBe(report.ended['completed']);
  },
);
