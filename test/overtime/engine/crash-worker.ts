import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import postgres from 'postgres';
import { systemClock } from '../../../src/overtime/clock.ts';
import { createEngine } from '../../../src/overtime/engine/engine.ts';
import type { FunctionCaller } from '../../../src/overtime/engine/function-caller.ts';
import { workUntilIdle } from '../../../src/overtime/engine/worker-slot.ts';
import { crashTask, type CrashHands } from './crash-task.ts';

// A worker process of the crash matrix: it works through the jobs of some tasks, and kills itself at one
// point if its arguments say so. At its end it prints the points that it has passed.

export interface CrashPlan {
  readonly databaseUrl: string;
  readonly tasks: readonly string[];
  /** Where the process ends; null for nowhere. */
  readonly killAt: string | null;
  /** How far the database's clock is ahead of the real one, so that the test need not wait for a lease's end. */
  readonly aheadSeconds: number;
}

const plan = JSON.parse(process.argv[2] ?? '') as CrashPlan;
const passed = new Set<string>();

function at(point: string): void {
  passed.add(point);
  if (point === plan.killAt) process.kill(process.pid, 'SIGKILL');
}

/** What the statements on their way are called, by the mark that each carries. */
const onTheirWay = new Map<string, string>();
const mark = /\/\* (call \d+) \*\//g;

/** A connection's socket that says when a marked statement has left the process. */
async function watchedSocket(options: { host: string[]; port: number[] }): Promise<Socket> {
  const socket = connect(options.port[0] ?? 5432, options.host[0]);
  await once(socket, 'connect');
  const write = socket.write.bind(socket) as (
    chunk: Uint8Array,
    done: (error?: Error | null) => void,
  ) => boolean;
  socket.write = ((chunk: Uint8Array, done?: (error?: Error | null) => void) =>
    write(chunk, (error) => {
      for (const [, call = ''] of Buffer.from(chunk).toString('latin1').matchAll(mark)) {
        at(`${onTheirWay.get(call)}: sent`);
      }
      done?.(error);
    })) as Socket['write'];
  return socket;
}

const databaseNow = new Date(Date.now() + plan.aheadSeconds * 1000).toISOString();
const sql = postgres(plan.databaseUrl, {
  max: plan.killAt === null ? 6 : 1,
  onnotice: () => undefined,
  socket: watchedSocket,
  connection: {
    application_name: 'crash worker',
    role: 'service_role',
    ...(plan.aheadSeconds > 0 && { 'overtime.now': databaseNow }),
  },
} as postgres.Options<Record<string, never>>);
/** For what is noted outside the engine. */
const notes = postgres(plan.databaseUrl, { max: 1, connection: { application_name: 'crash worker' } });

/** Every value as a literal, so that a call is one message and its answer: nothing is asked beforehand. */
function literal(key: string, value: unknown): string {
  if (value === null || value === undefined) return 'null';
  const json = typeof value === 'object' || key === 'p_output';
  const text = json ? JSON.stringify(value) : `${value as string | number | boolean}`;
  return `'${text.replaceAll("'", "''")}'`;
}

let calls = 0;

/** One invocation's hands and its way to the database. */
function invocation(taskName: string) {
  /** The calls that wait for their heartbeat. */
  const awaited = new Map<string, { arrived: () => void; renew: () => void }>();
  /** What has gone wrong so far; the points after it are points of their own. */
  let after = '';
  let claims = 0;
  let leapMs = 0;
  const reach = (point: string) => at(`${after}${point}`);

  /** How a call's points are named; undefined for a heartbeat that only the machine's load brought about. */
  function nameOf(name: string, parameters: Record<string, unknown>): string | undefined {
    if (name === 'overtime_claim_job') {
      claims += 1;
      return `${name} ${claims}`;
    }
    if (name === 'overtime_save_stage')
      return `${name} ${String(parameters['p_name'])} ${String(parameters['p_item'])}`;
    if (name !== 'overtime_heartbeat_job') return name;
    const call = usageIds(parameters).find((id) => awaited.has(id));
    return call && `${name} during ${call.split(' ', 2).join(' ')}`;
  }

  const caller: FunctionCaller = {
    async rpc(name, parameters) {
      const given = parameters as Record<string, unknown>;
      const named = nameOf(name, given);
      const point = named && `${after}${named}`;
      if (point) at(`${point}: before it is sent`);
      calls += 1;
      const call = `call ${calls}`;
      if (point) onTheirWay.set(call, point);
      const list = Object.entries(given).map(([key, value]) => `${key} => ${literal(key, value)}`);
      try {
        const rows = await sql.unsafe<{ value: unknown }[]>(
          `select public.${name}(${list.join(', ')}) as value ${point ? `/* ${call} */` : ''}`,
        );
        await noteFlushed(given, name === 'overtime_heartbeat_job' && named !== undefined);
        if (point) at(`${point}: answered, not yet read`);
        if (name === 'overtime_fail_job') after = 'after a failure, ';
        return { data: rows[0]?.value, error: null, status: 200 };
      } catch (error) {
        const { code = '', message } = error as { code?: string; message: string };
        if (point) at(`${point}: refused, not yet read`);
        return { data: null, error: { code, message }, status: 400 };
      } finally {
        setImmediate(() => {
          if (point) at(`${point}: after its answer`);
        });
      }
    },
  };

  async function noteFlushed(parameters: Record<string, unknown>, byItsHeartbeat: boolean): Promise<void> {
    for (const id of usageIds(parameters)) {
      await notes`insert into crash.flushed_calls (id, task) values (${id}, ${taskName}) on conflict do nothing`;
      const call = awaited.get(id);
      if (byItsHeartbeat) {
        awaited.delete(id);
        call?.arrived();
      } else {
        // Another item's save, or a heartbeat sent before, took it along: this call has its own all the same.
        call?.renew();
      }
    }
  }

  const hands: CrashHands = {
    at: reach,
    async countRun(jobId, stage, item) {
      await notes`insert into crash.runs (task, job_id, stage, item) values (${taskName}, ${jobId}, ${stage}, ${item})`;
    },
    flushed: (callId, renew) =>
      new Promise((resolve) => {
        awaited.set(callId, { arrived: resolve, renew });
      }),
    async cancel(jobId, userId) {
      after = 'after cancelling, ';
      reach('before the cancellation');
      await notes`select public.overtime_cancel_job(${jobId}, ${userId})`;
      reach('the cancellation is done');
    },
    endSlot() {
      after = "after the slot's end, ";
      leapMs = 12 * 60_000;
    },
  };
  return { caller, hands, clock: { ...systemClock, random: () => 0, now: () => Date.now() + leapMs } };
}

function usageIds(parameters: Record<string, unknown>): string[] {
  return ((parameters['p_usage'] ?? []) as readonly { id: string }[]).map(({ id }) => id);
}

/** One invocation after the other, as dispatches would have it; the one that is to be killed runs once. */
async function workThrough(taskName: string): Promise<void> {
  for (;;) {
    const { caller, hands, clock } = invocation(taskName);
    const report = await workUntilIdle(
      crashTask(taskName, hands),
      {
        engine: createEngine(caller, clock, 'production'),
        clock,
        env: {},
        deployContext: 'dev',
        worker: `process ${process.pid}`,
        readFile: () => Promise.reject(new Error('The task reads no file.')),
        saveFile: () => Promise.reject(new Error('The task saves no file.')),
      },
      crypto.randomUUID(),
      () => undefined,
    );
    if (!report.unfinished) return;
  }
}

const waiting = plan.tasks.values();
await Promise.all(
  Array.from({ length: 12 }, async () => {
    for (const task of waiting) await workThrough(task);
  }),
);
await Promise.all([sql.end(), notes.end()]);
process.stdout.write(JSON.stringify([...passed]));
