import { setImmediate } from 'node:timers/promises';
import type { Sql } from 'postgres';
import { expect, test } from 'vitest';
import { ada, engineRig, held, usage, type ClaimAnswer } from './engine-rig.ts';
import { defaultLimits } from '../../support/default-limits.ts';

const engine = engineRig();

const doomed = Array.from(
  { length: 150 },
  (_, index) => `00000000-0000-4000-9000-${String(index).padStart(12, '0')}`,
);
/** Every table with a column that names a user, or a job, whose rows a deleted user takes along. */
const leftovers = `
  select 'jobs' as place from overtime.jobs where user_id = any ($1)
  union all select 'usage' from overtime.job_usage where user_id = any ($1)
  union all select 'deleted jobs' from overtime.deleted_jobs where user_id = any ($1)
  union all select 'schedules' from overtime.job_schedules where user_id = any ($1)
  union all select 'rubrics' from public.rubrics where user_id = any ($1)
  union all select 'secrets' from overtime.webhook_secrets where user_id = any ($1)
  union all select 'stages' from overtime.job_stages where job_id not in (select id from overtime.jobs)
  union all select 'logs' from overtime.job_logs where job_id not in (select id from overtime.jobs)
  union all select 'partials' from overtime.job_partials where job_id not in (select id from overtime.jobs)
  union all select 'attempts' from overtime.job_attempts where job_id not in (select id from overtime.jobs)
  union all select 'deliveries' from overtime.webhook_deliveries where job_id not in (select id from overtime.jobs)`;

const task = 'extract-rubric';
const result = { rubric: { title: 'Essay' }, totalPoints: 10 };
const line = { level: 'info', message: 'a line', details: null, at: '2026-11-22T12:00:00Z' };

test(
  'a hundred and fifty users are deleted while their jobs are enqueued, claimed, finished, cancelled, retried, delivered, swept and purged: no deadlock, nothing is left of them, and the jobs of others are not harmed',
  { timeout: 120_000 },
  async () => {
    await engine.sql`insert into auth.users ${engine.sql(doomed.map((id) => ({ id })))}`;
    const refusals: Record<string, number> = {};
    const kept: string[] = [];
    let gone = 0;
    let steps = 0;

    async function tryCall<T>(connection: Sql, name: string, parameters: object): Promise<T | undefined> {
      try {
        return await engine.callOn<T>(connection, name, parameters);
      } catch (error) {
        const code = `${(error as { code?: string }).code ?? String(error)} ${name}`;
        refusals[code] = (refusals[code] ?? 0) + 1;
        return undefined;
      }
    }

    /** The next users to go, who are at work meanwhile, or somebody who stays. */
    const someUser = (n: number) => (n % 5 === 0 ? ada : (doomed[gone + (n % 6)] ?? ada));

    async function finish(connection: Sql, job: ClaimAnswer): Promise<ClaimAnswer | null> {
      steps += 1;
      const spent = { p_usage: [usage(`call-${steps}`)], p_logs: [line] };
      const isAda = job.userId === ada;
      await tryCall(connection, 'overtime_heartbeat_job', {
        ...held(job),
        ...spent,
        p_lease_seconds: 30,
        p_partial: { text: 'x' },
        p_stages: [{ name: 'reading', item: 0, progress: 10 }],
      });
      await setImmediate();
      const kind = isAda ? 9 : steps % 8;
      if (kind === 1) return null;
      if (kind === 2 || kind === 3) {
        await tryCall(connection, 'overtime_fail_job', {
          ...held(job),
          ...spent,
          p_error: { code: 'x', message: 'x', retryable: kind === 2 },
        });
        if (kind === 3) {
          await tryCall(connection, 'overtime_retry_job', {
            p_job_id: job.jobId,
            p_user_id: job.userId,
            p_new_id: `${job.jobId}-again-${job.attempt}`,
            p_rate_limit: 1000,
            p_rate_seconds: 60,
          });
        }
        return null;
      }
      if (kind === 4) {
        await tryCall(connection, 'overtime_cancel_job', { p_job_id: job.jobId, p_user_id: job.userId });
        await tryCall(connection, 'overtime_record_usage', {
          p_job_id: job.jobId,
          p_attempt: job.attempt,
          p_usage: [usage(`late-${steps}`)],
        });
        return null;
      }
      if (kind === 5) {
        await tryCall(connection, 'overtime_hand_over_job', {
          ...held(job),
          ...spent,
          p_max_hand_overs: 9,
          p_max_seconds: 999,
        });
        return null;
      }
      if (kind === 6) {
        await tryCall(connection, 'overtime_save_stage', {
          ...held(job),
          ...spent,
          p_lease_seconds: 30,
          p_name: 'reading',
          p_output: {},
        });
      }
      const next = await tryCall<ClaimAnswer | null>(connection, 'overtime_complete_job', {
        ...held(job),
        ...(kind === 7 ? {} : spent),
        p_result: result,
        p_next_lease_seconds: 30,
      });
      return next ?? null;
    }

    async function work(connection: Sql, number: number): Promise<void> {
      let job: ClaimAnswer | null = null;
      for (let turn = 0; gone < doomed.length; turn += 1) {
        const n = turn * 7 + number;
        const userId = someUser(n);
        const id = `job-${number}-${turn}`;
        const created = await tryCall(connection, 'overtime_enqueue_job', {
          p_id: id,
          p_user_id: userId,
          p_task: task,
          p_input: {},
          ...defaultLimits,
          p_user_limit: userId === ada ? null : 3,
          p_rate_limit: 1000,
          p_rate_seconds: 60,
          p_lock_key: userId !== ada && n % 2 ? `${userId}:book:1${n % 3 ? `/chapter:${n % 3}` : ''}` : null,
          p_webhook_url: n % 3 ? null : 'https://example.test/hook',
          p_retention_hours: userId === ada ? 720 : 0,
          // Some wait for a claim that finds them due.
          p_run_at: userId !== ada && n % 4 === 0 ? new Date(Date.now() + 30).toISOString() : null,
        });
        if (userId === ada && created) kept.push(id);
        if (turn % 5 === number % 5) {
          await tryCall(connection, 'overtime_sweep_jobs', { p_limit: 50 });
          await tryCall(connection, 'overtime_purge_jobs', { p_limit: 50 });
        }
        if (turn % 5 === (number + 2) % 5) {
          const due = await tryCall<{ deliveryId: string }[]>(connection, 'overtime_claim_deliveries', {
            p_limit: 20,
            p_hold_seconds: 0,
          });
          for (const { deliveryId } of due ?? []) {
            await tryCall(connection, 'overtime_record_delivery', {
              p_delivery_id: deliveryId,
              p_error: 'x',
            });
          }
        }
        job ??=
          (await tryCall<ClaimAnswer | null>(connection, 'overtime_claim_job', {
            p_task: task,
            // Some workers are lost at once.
            p_lease_seconds: turn % 6 === 0 ? 0 : 30,
          })) ?? null;
        if (job) job = await finish(connection, job);
      }
    }

    async function remove(connection: Sql, number: number, of: number): Promise<void> {
      for (let index = number; index < doomed.length; index += of) {
        try {
          await connection`delete from auth.users where id = ${doomed[index] ?? ''}`;
        } catch (error) {
          const code = `${(error as { code?: string }).code ?? String(error)} delete`;
          refusals[code] = (refusals[code] ?? 0) + 1;
        }
        gone += 1;
        // Long enough for the others to have enqueued and claimed something of the next one.
        for (let pause = 0; pause < 100; pause += 1) await setImmediate();
      }
    }

    const workers = Array.from({ length: 16 }, () => engine.connect());
    const removers = Array.from({ length: 3 }, () => engine.connect());
    await Promise.all([
      ...workers.map(work),
      ...removers.map((connection, number) => remove(connection, number, removers.length)),
    ]);
    // A worker whose job is gone or cancelled, a user who is gone, a job that is: the errors that they should get.
    const expected = /^(OT00[1245678]|23503) /;
    expect(Object.keys(refusals).filter((code) => !expected.test(code))).toEqual([]);
    expect((await engine.sql.unsafe(leftovers, [doomed])).map(({ place }) => place as string)).toEqual([]);
    const there = await engine.sql<{ id: string }[]>`
      select id from overtime.jobs where user_id = ${ada}`;
    expect(there.map(({ id }) => id).toSorted()).toEqual(kept.toSorted());
  },
);
