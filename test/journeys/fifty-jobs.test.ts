import { expect, test } from 'vitest';
import { contracts } from '../../src/tasks/contracts.ts';
import { loreKinds } from '../../src/tasks/lore/lore-contract.ts';
import { sampleLore } from '../tasks/lore/sample-lore.ts';
import { sampleSettings } from './sample-settings.ts';
import { newVisitor, type Accepted, type AnySnapshot, type Visitor } from './visitor.ts';
import { withDatabase } from './with-database.ts';

const setSamples = sampleSettings();
const sql = withDatabase();

const tasks = [...loreKinds.map((kind) => `generate-${kind}`), 'create-world'];
const policyOf = (task: string) => {
  const contract = contracts.find(({ name }) => name === task);
  if (!contract) throw new Error(`There is no task ${task}.`);
  return contract.policy;
};

/** So many jobs, the six kinds in turn. */
const jobsOf = (visitor: Visitor, count: number) =>
  Array.from({ length: count }, (_, index) => ({ visitor, task: tasks[index % tasks.length] ?? '' }));

/** netlify dev makes a new thread for each request, and gives up on one that takes it 30 s. */
const requestsAtOnce = 12;

/** One execution of a job. On a machine that has more to do, one may lose its lease and be followed by another. */
interface Span {
  readonly task: string;
  readonly user_id: string;
  readonly started_at: Date;
  readonly ended_at: Date;
}

/** The most that were at work at one moment: it is reached when one begins. */
const mostAtOnce = (spans: readonly Span[]) =>
  Math.max(
    0,
    ...spans.map(
      ({ started_at: at }) =>
        spans.filter(({ started_at, ended_at }) => started_at <= at && at < ended_at).length,
    ),
  );

test(
  'fifty jobs of six kinds at once all complete, within the limits of their tasks',
  { timeout: 300_000 },
  async () => {
    // Slow at first, so that the first ones are still being written when the last one comes.
    setSamples({ paceSeconds: 20, chaos: [] });
    // One of them wants more at once than one may have; the other must not wait for all of these.
    const [busy, modest] = [await newVisitor(), await newVisitor()];
    const requests = [...jobsOf(busy, 38), ...jobsOf(modest, 12)].entries();
    const submitted: (Accepted & { readonly visitor: Visitor })[] = [];
    const submitTheNext = async () => {
      for (const [index, { visitor, task }] of requests) {
        const theme = `the ${index + 1}th district of a drowned city`;
        const input = task === 'create-world' ? { theme, lore: sampleLore } : { theme, count: 2 };
        const url = `/.netlify/functions/${task}-trigger`;
        const { status, body } = await visitor.call<Accepted>('POST', url, input);
        expect([task, status, body]).toMatchObject([task, 202, { status: 'pending' }]);
        submitted.push({ visitor, ...body });
      }
    };
    await Promise.all(Array.from({ length: requestsAtOnce }, submitTheNext));
    setSamples({ paceSeconds: 1, chaos: [] });
    const ids = submitted.map(({ jobId }) => jobId);

    // The rows tell it: fifty watchers would be most of the load.
    const left = async () =>
      (await sql`select from overtime.jobs where id = any(${ids}) and finished_at is null`).length;
    while ((await left()) > 0) await new Promise((resolve) => setTimeout(resolve, 500));

    for (const { visitor, jobId, statusUrl } of submitted) {
      const { body } = await visitor.call<AnySnapshot>('GET', statusUrl);
      expect(body).toMatchObject({ jobId, status: 'completed', progress: 100 });
      const result = (body as { result: { items?: unknown[]; story?: string } }).result;
      expect(result.items?.length ?? result.story?.length).toBeGreaterThanOrEqual(2);
    }

    const spans = await sql<Span[]>`
      select task, user_id, claimed_at as started_at, finished_at as ended_at
      from overtime.jobs where id = any(${ids})
      union all
      select job.task, job.user_id, former.started_at, former.ended_at
      from overtime.job_attempts as former join overtime.jobs as job on job.id = former.job_id
      where job.id = any(${ids})`;
    const atOnce: number[] = [];
    for (const task of tasks) {
      const { concurrency, userConcurrency } = policyOf(task);
      const ofTask = spans.filter((span) => span.task === task);
      expect(mostAtOnce(ofTask)).toBeLessThanOrEqual(concurrency ?? 0);
      for (const { userId } of [busy, modest]) {
        atOnce.push(mostAtOnce(ofTask.filter((span) => span.user_id === userId)));
        expect(atOnce.at(-1)).toBeLessThanOrEqual(userConcurrency ?? 0);
      }
    }
    // More than one of each kind at a time, or the limits were kept by chance.
    expect(mostAtOnce(spans)).toBeGreaterThan(tasks.length);

    const [figures] = await sql<{ all: number; busy: number; modest: number; seconds: number }[]>`
      with job as (
        select *, extract(epoch from started_at - created_at) as queued from overtime.jobs where id = any(${ids})
      )
      select percentile_cont(0.5) within group (order by queued) as all,
        percentile_cont(0.5) within group (order by queued) filter (where user_id = ${busy.userId}) as busy,
        percentile_cont(0.5) within group (order by queued) filter (where user_id = ${modest.userId}) as modest,
        extract(epoch from max(finished_at) - min(created_at))::float8 as seconds
      from job`;
    const shown = (seconds: number | undefined) => `${Number(seconds).toFixed(1)} s`;
    console.log(
      `Fifty jobs of six kinds: median queue time ${shown(figures?.all)} ` +
        `(${shown(figures?.busy)} for the user of 38, ${shown(figures?.modest)} for the user of 12); ` +
        `at once at the most ${mostAtOnce(spans)} in all and ${Math.max(...atOnce)} of a user and kind; ` +
        `all done after ${shown(figures?.seconds)}, in ${spans.length} attempts.`,
    );
  },
);
