import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isLong } from '../../support/volume.ts';
import { engineRig, refusal } from './engine-rig.ts';
import { story, type Action, type Story } from './engine-actions.ts';
import {
  comesFirst,
  expectChangesCounted,
  expectSoundState,
  expectTerminalRowsKept,
  inEachOthersWay,
  isReady,
  isTerminal,
  type Job,
  type Seen,
} from './engine-invariants.ts';
import { defaultLimits } from '../../support/default-limits.ts';

const engine = engineRig();
/** More of them for a long night: `STATE_MACHINE_STORIES=20000 npx vitest run --project sql state-machine`. */
const stories = Number(process.env['STATE_MACHINE_STORIES'] ?? (isLong ? 1000 : 50));
const users = [1, 2].map((digit) => `00000000-0000-4000-8000-00000000010${digit}`);
const tasks = ['first-task', 'second-task'];

interface Claimed {
  readonly jobId: string;
  readonly leaseId: string;
  readonly stages: readonly { readonly name: string }[];
}

/** One sequence of calls, with everything checked after each. */
function play({ taskLimits, userLimits }: Story) {
  let jobs: readonly Job[] = [];
  /** As the last call left it, accepted or refused. */
  let latest: readonly Job[] = [];
  let calls = 0;
  let ids = 0;
  const leases: { readonly jobId: string; readonly leaseId: string }[] = [];
  const seen = new Map<string, Seen>();
  const limits = Object.fromEntries(tasks.map((task, index) => [task, taskLimits[index] ?? null]));
  const has = (id: string): Seen => {
    const known = seen.get(id) ?? { leases: [], savedStages: new Set() };
    seen.set(id, known);
    return known;
  };

  async function call(name: string, parameters: Readonly<Record<string, unknown>>): Promise<unknown> {
    calls += 1;
    const names = Object.keys(parameters);
    const answering = engine.sql
      .unsafe<{ value: unknown }[]>(
        `select public.${name}(${names.map((key, at) => `${key} => $${at + 1}`).join(', ')}) as value`,
        Object.values(parameters) as never[],
        { prepare: true },
      )
      .execute();
    // On the same connection, so behind the call, without another wait for the network.
    const [answer, state] = await Promise.allSettled([answering, read()]);
    if (state.status === 'rejected') throw state.reason;
    latest = state.value;
    if (answer.status === 'rejected') throw answer.reason;
    return answer.value[0]?.value;
  }
  async function read(): Promise<readonly Job[]> {
    const [row] = await engine.sql<{ jobs: Job[] }[]>`
      select coalesce(jsonb_agg(to_jsonb(job) order by seq), '[]') as jobs from overtime.jobs as job`;
    return row?.jobs ?? [];
  }

  /** Makes a call, and checks what is so after it. */
  async function step(work: () => Promise<void>, purgedAt?: number): Promise<void> {
    const before = jobs;
    await work();
    jobs = latest;
    expectTerminalRowsKept(before, jobs, purgedAt);
    expectChangesCounted(before, jobs);
    expectSoundState(jobs, seen, limits);
  }
  /** A call that must be refused, and change nothing. */
  async function refused(code: string, name: string, parameters: Readonly<Record<string, unknown>>) {
    expect(await refusal(call(name, parameters)), `${name} ${JSON.stringify(parameters)}`).toBe(code);
    expect(latest).toEqual(jobs);
  }

  function take(answer: unknown): void {
    const claimed = answer as Claimed | null;
    if (!claimed) return;
    const known = has(claimed.jobId);
    expect(known.leases).not.toContain(claimed.leaseId);
    known.leases.push(claimed.leaseId);
    leases.unshift({ jobId: claimed.jobId, leaseId: claimed.leaseId });
    const before = jobs.find((job) => job.id === claimed.jobId);
    const now = latest.find((job) => job.id === claimed.jobId);
    if (now && !before?.holds_lock) {
      const passed = latest.filter(
        (job) => job.waits_for === 'lock' && inEachOthersWay(job, now) && comesFirst(job, now),
      );
      expect(passed, `${now.id} passes none that waits`).toEqual([]);
    }
    const stages = claimed.stages.map((stage) => stage.name);
    expect(stages.toSorted(), 'saved stages are handed to the next attempt').toEqual(
      [...known.savedStages].toSorted(),
    );
  }
  /** What a claim leaves: nothing ready that it could have taken, and no job waiting for a time that has come. */
  function expectClaimed(task: string, answer: unknown): void {
    const ofTask = jobs.filter((job) => job.task === task);
    const late = ofTask.filter((job) => job.waits_for === 'time' && Date.parse(job.run_at) <= engine.now());
    expect(late).toEqual([]);
    if (answer !== null) return;
    const running = ofTask.filter((job) => job.status === 'processing').length;
    if (running < (limits[task] ?? Infinity)) expect(ofTask.filter(isReady)).toEqual([]);
  }
  async function claim(task: string): Promise<boolean> {
    let answer: unknown;
    await step(async () => {
      answer = await call('overtime_claim_job', {
        p_task: task,
        p_lease_seconds: 30,
        p_task_limit: limits[task] ?? null,
      });
      take(answer);
    });
    expectClaimed(task, answer);
    return answer !== null;
  }

  /** A worker's write: accepted with the job's lease, refused with any other. */
  async function write(
    at: number,
    name: string,
    more: Readonly<Record<string, unknown>>,
    accepted: (job: Job, answer: unknown) => void = () => undefined,
  ): Promise<void> {
    const held = leases[at % leases.length];
    if (!held) return;
    const parameters = { p_job_id: held.jobId, p_lease_id: held.leaseId, ...more };
    const job = jobs.find((row) => row.id === held.jobId);
    if (job?.lease_id === held.leaseId) {
      await step(async () => accepted(job, await call(name, parameters)));
    } else {
      await refused(job?.status === 'cancelled' ? 'OT002' : 'OT001', name, parameters);
    }
  }

  async function enqueue(action: Action & { do: 'enqueue' }): Promise<void> {
    ids += 1;
    const id = `job-${ids}`;
    const user = users[action.user];
    const task = tasks[action.task] ?? '';
    const key = action.key === null ? null : `key-${action.key}`;
    const hash = `hash-${action.hash}`;
    const parameters = {
      p_id: id,
      p_user_id: user,
      p_task: task,
      p_input: { number: ids },
      ...defaultLimits,
      p_priority: action.priority,
      p_max_attempts: action.maxAttempts,
      p_retention_hours: action.retentionHours,
      p_run_at: action.delaySeconds ? new Date(engine.now() + action.delaySeconds * 1000) : null,
      p_idempotency_key: key,
      p_input_hash: hash,
      p_lock_key: action.lock,
      p_user_limit: userLimits[action.task] ?? null,
      p_cache_hours: action.cacheHours,
    };
    const known = jobs.find(
      (job) => key !== null && job.idempotency_key === key && job.user_id === user && job.task === task,
    );
    if (known && known.input_hash !== hash) return refused('OT007', 'overtime_enqueue_job', parameters);
    await step(async () => {
      const answer = (await call('overtime_enqueue_job', parameters)) as { jobId: string; created: boolean };
      expect(answer).toMatchObject({ jobId: known?.id ?? id, created: !known });
    });
    const made = jobs.find((job) => job.id === id);
    expect(made === undefined).toBe(known !== undefined);
    if (made?.status === 'completed') {
      const source = jobs.find((job) => job.id === made.cached_from);
      expect(made.result).toEqual(source?.result);
    }
  }

  async function act(action: Action): Promise<void> {
    const picked = 'job' in action ? jobs[action.job % jobs.length] : undefined;
    switch (action.do) {
      case 'enqueue':
        return enqueue(action);
      case 'claim':
        await claim(tasks[action.task] ?? '');
        return;
      case 'heartbeat':
        return write(action.lease, 'overtime_heartbeat_job', { p_lease_seconds: 30, p_progress: 40 });
      case 'save stage': {
        const name = `stage-${action.stage}`;
        const save = { p_lease_seconds: 30, p_name: name, p_output: { name } };
        return write(action.lease, 'overtime_save_stage', save, (job) => has(job.id).savedStages.add(name));
      }
      case 'complete': {
        const task = jobs.find((job) => job.id === leases[action.lease % leases.length]?.jobId)?.task ?? '';
        const next = action.claimNext ? { p_next_lease_seconds: 30, p_task_limit: limits[task] ?? null } : {};
        const result = { p_result: { call: calls } };
        let answer: unknown;
        let taken = false;
        await write(action.lease, 'overtime_complete_job', { ...result, ...next }, (_, value) => {
          taken = true;
          answer = value;
          take(value);
        });
        if (taken && action.claimNext) expectClaimed(task, answer);
        return;
      }
      case 'fail': {
        const error = { code: 'x', message: 'It went wrong.', retryable: action.retryable };
        const fail = { p_error: error, p_retry_seconds: action.delaySeconds };
        return write(action.lease, 'overtime_fail_job', fail, (job, answer) =>
          expect(answer).toBe(action.retryable && job.attempt < job.max_attempts ? 'pending' : 'failed'),
        );
      }
      case 'hand over': {
        const bounds = { p_max_hand_overs: 2, p_max_seconds: 3600 };
        return write(action.lease, 'overtime_hand_over_job', bounds, (job, answer) => {
          const late = engine.now() - Date.parse(job.started_at ?? '') >= 3_600_000;
          expect(answer).toBe(job.hand_over_count < 2 && !late ? 'pending' : 'failed');
        });
      }
      case 'cancel': {
        if (!picked) return;
        const parameters = { p_job_id: picked.id, p_user_id: picked.user_id };
        if (isTerminal(picked) && picked.status !== 'cancelled') {
          return refused('OT005', 'overtime_cancel_job', parameters);
        }
        return step(async () => void (await call('overtime_cancel_job', parameters)));
      }
      case 'retry': {
        if (!picked) return;
        ids += 1;
        const parameters = { p_job_id: picked.id, p_user_id: picked.user_id, p_new_id: `job-${ids}` };
        if (picked.status === 'completed') return refused('OT005', 'overtime_retry_job', parameters);
        if (!isTerminal(picked)) return refused('OT006', 'overtime_retry_job', parameters);
        return step(async () => {
          const isRunning = jobs.some((job) => job.retry_of === picked.id && !isTerminal(job));
          const { created } = (await call('overtime_retry_job', parameters)) as { created: boolean };
          expect(created, `another retry of ${picked.id}`).toBe(!isRunning);
          if (!created) return;
          for (const stage of has(picked.id).savedStages) has(parameters.p_new_id).savedStages.add(stage);
        });
      }
      case 'redispatch':
        if (!picked) return;
        return step(async () => void (await call('overtime_redispatch_job', { p_job_id: picked.id })));
      case 'sweep':
        return sweep();
      case 'purge':
        return step(async () => void (await call('overtime_purge_jobs', { p_limit: 1000 })), engine.now());
      case 'pass time':
        return engine.passSeconds(action.seconds);
    }
  }

  async function sweep(): Promise<void> {
    await step(async () => void (await call('overtime_sweep_jobs', { p_limit: 100 })));
    const now = engine.now();
    expect(jobs.filter((job) => job.waits_for === 'time' && Date.parse(job.run_at) <= now)).toEqual([]);
    expect(jobs.filter((job) => job.lease_id && Date.parse(job.lease_expires_at ?? '') < now)).toEqual([]);
  }

  return {
    act,
    /** Nothing is lost: workers that go on find every job, and end it. */
    async end(): Promise<number> {
      for (let round = 0; !jobs.every(isTerminal); round += 1) {
        expect(round, `rounds to end ${JSON.stringify(jobs.filter((job) => !isTerminal(job)))}`).toBeLessThan(
          9,
        );
        await engine.passSeconds(60);
        await sweep();
        for (const task of tasks) {
          while (await claim(task)) await act({ do: 'complete', lease: 0, claimNext: false });
        }
      }
      return calls;
    },
  };
}

test(
  `whatever ${stories} random stories of users, workers, sweeps and time do, every invariant holds after every call`,
  { timeout: 120_000 + stories * 100 },
  async () => {
    await engine.sql`insert into auth.users ${engine.sql(users.map((id) => ({ id })))}`;
    let calls = 0;
    // A failure names its seed and its shortest story; `fc.assert(…, { seed, path })` plays it again.
    await fc.assert(
      fc.asyncProperty(story, async (script) => {
        await engine.sql`delete from overtime.jobs`;
        const player = play(script);
        for (const action of script.actions) await player.act(action);
        calls += await player.end();
      }),
      { numRuns: stories },
    );
    console.log(`${stories} stories, ${calls} calls of the engine`);
    expect(calls).toBeGreaterThan(stories * 10);
  },
);
