import type { Sql } from 'postgres';
import { z } from 'zod';
import { defineContract, type Policy } from '../../../src/overtime/contract.ts';
import type { ClaimedJob } from '../../../src/overtime/engine/call-shapes.ts';
import { createEngine } from '../../../src/overtime/engine/engine.ts';
import type { FunctionCaller } from '../../../src/overtime/engine/function-caller.ts';
import { createMaintenance } from '../../../src/overtime/engine/maintenance.ts';
import type { WorkerEnvironment } from '../../../src/overtime/engine/worker-environment.ts';
import { defineTask, type TaskContext } from '../../../src/overtime/task.ts';
import { engineRig } from '../sql/engine-rig.ts';
import { manualClock } from '../../../src/overtime/testing/manual-clock.ts';

/** A small task in two stages. */
export function storyContract(policy: Partial<Policy> = {}) {
  return defineContract({
    name: 'demo-task',
    version: 1,
    input: z.object({ topic: z.string() }),
    result: z.object({ story: z.string() }),
    partial: z.object({ story: z.string() }),
    stages: { outline: { title: 'Outline', weight: 1 }, story: { title: 'Story', weight: 3 } },
    policy,
  });
}
export type StoryContract = ReturnType<typeof storyContract>;
export type StoryRun = (context: TaskContext<StoryContract>) => Promise<{ story: string }>;

/** The attempt on real PostgreSQL: its SQL is the engine's, its time is the test's. */
export function attemptRig() {
  const database = engineRig();
  const clock = manualClock();

  const calls: string[] = [];

  const callerOn = (connection: () => Sql): FunctionCaller => ({
    async rpc(name, parameters) {
      calls.push(name);
      try {
        return { data: await database.callOn(connection(), name, parameters), error: null, status: 200 };
      } catch (error) {
        const { code = '', message, detail } = error as { code?: string; message: string; detail?: string };
        return { data: null, error: { code, message, details: detail ?? null }, status: 400 };
      }
    },
  });
  // The rig connects when its tests begin.
  const caller = callerOn(() => database.sql);
  const engine = createEngine(caller, clock, 'production');
  const maintenance = createMaintenance(caller, clock, 'production');
  const environment: WorkerEnvironment = {
    engine,
    clock,
    env: {},
    deployContext: 'dev',
    worker: 'worker-1',
    readFile: () => Promise.reject(new Error('The story reads no file.')),
    saveFile: () => Promise.reject(new Error('The story saves no file.')),
  };

  return {
    database,
    clock,
    engine,
    maintenance,
    environment,
    /** The calls to the database so far, in order. */
    calls,
    /** The engine of another lane. */
    engineIn: (lane: string) => createEngine(caller, clock, lane),
    /** The engine on another connection, for what happens at the same time. */
    engineOn: (connection: Sql) =>
      createEngine(
        callerOn(() => connection),
        clock,
        'production',
      ),
    task: (run: StoryRun, policy: Partial<Policy> = {}) => defineTask(storyContract(policy), run),
    async claimed(): Promise<ClaimedJob> {
      const job = await engine.claim('demo-task', { leaseSeconds: 30, concurrency: null }, null);
      if (!job) throw new Error('Nothing was due.');
      return job;
    },
    /** Both clocks, the worker's and the database's. */
    async pass(seconds: number): Promise<void> {
      await database.passSeconds(seconds);
      await clock.advance(seconds * 1000);
    },
    limits: () => ({ lastStageAt: clock.now() + 650_000, endsAt: clock.now() + 780_000 }),
  };
}
