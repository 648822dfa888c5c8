import { expect, test } from 'vitest';
import { contracts } from '../../src/tasks/contracts.ts';
import { loreKinds } from '../../src/tasks/lore/lore-contract.ts';
import { sampleLore } from '../tasks/lore/sample-lore.ts';
import { demoSettings } from './demo-settings.ts';
import { newVisitor, type Accepted, type AnySnapshot, type Visitor } from './visitor.ts';
import { withDatabase } from './with-database.ts';

const setDemo = demoSettings();
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

interface Span {
  readonly task: string;
  readonly user_id: string;
  readonly queued_ms: number;
  readonly started_at: Date;
  readonly finished_at: Date;
}

/** The most that were at work at one moment: it is reached when one begins. */
const mostAtOnce = (spans: readonly Span[]) =>
  Math.max(
    0,
    ...spans.map(
      ({ started_at: at }) =>
        spans.filter(({ started_at, finished_at }) => started_at <= at && at < finished_at).length,
    ),
  );

test(
  'fifty jobs of six kinds at once all complete, within the limits of their tasks',
  { timeout: 300_000 },
  async () => {
    setDemo({ paceSeconds: 1, chaos: [] });
    // One of them wants more at once than one may have; the other must not wait for all of these.
    const [busy, modest] = [await newVisitor(), await newVisitor()];
    const submitted = await Promise.all(
      [...jobsOf(busy, 38), ...jobsOf(modest, 12)].map(async ({ visitor, task }, index) => {
        const theme = `the ${index + 1}th district of a drowned city`;
        const input = task === 'create-world' ? { theme, lore: sampleLore } : { theme, count: 2 };
        const { status, body } = await visitor.call<Accepted>(
          'POST',
          `/.netlify/functions/${task}-trigger`,
          input,
        );
        expect([task, status, body]).toMatchObject([task, 202, { status: 'pending' }]);
        return { visitor, ...body };
      }),
    );
    const ids = submitted.map(({ jobId }) => jobId);

    // The rows tell it: fifty watchers would be most of the load.
    const left = async () =>
      (await sql`select from public.jobs where id = any(${ids}) and finished_at is null`).length;
    while ((await left()) > 0) await new Promise((resolve) => setTimeout(resolve, 500));

    for (const { visitor, jobId, statusUrl } of submitted) {
      const { body } = await visitor.call<AnySnapshot>('GET', statusUrl);
      expect(body).toMatchObject({ jobId, status: 'completed', attempt: 1, progress: 100 });
      const result = (body as { result: { items?: unknown[]; story?: string } }).result;
      expect(result.items?.length ?? result.story?.length).toBeGreaterThanOrEqual(2);
    }

    const spans = await sql<Span[]>`
    select task, user_id, started_at, finished_at,
      extract(epoch from started_at - created_at)::float8 * 1000 as queued_ms
    from public.jobs where id = any(${ids})`;
    for (const task of tasks) {
      const ofTask = spans.filter((span) => span.task === task);
      expect(mostAtOnce(ofTask)).toBeLessThanOrEqual(policyOf(task).concurrency ?? Infinity);
      for (const { userId } of [busy, modest]) {
        const ofUser = ofTask.filter((span) => span.user_id === userId);
        expect(mostAtOnce(ofUser)).toBeLessThanOrEqual(policyOf(task).userConcurrency ?? Infinity);
      }
    }
    // More than one at a time, or the limits were kept by chance.
    expect(mostAtOnce(spans)).toBeGreaterThan(6);

    const median = (of: readonly Span[]) =>
      of.map(({ queued_ms }) => queued_ms).toSorted((a, b) => a - b)[Math.floor(of.length / 2)] ?? 0;
    const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
    const ofUser = ({ userId }: Visitor) => spans.filter(({ user_id }) => user_id === userId);
    const times = spans.flatMap(({ started_at, finished_at, queued_ms }) => [
      started_at.getTime() - queued_ms,
      finished_at.getTime(),
    ]);
    console.log(
      `Fifty jobs of six kinds: median queue time ${seconds(median(spans))} ` +
        `(${seconds(median(ofUser(busy)))} for the user of 38, ${seconds(median(ofUser(modest)))} for the user of 12), ` +
        `${mostAtOnce(spans)} at once at the most, all done after ${seconds(Math.max(...times) - Math.min(...times))}.`,
    );
  },
);
