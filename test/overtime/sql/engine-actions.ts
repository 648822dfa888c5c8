import * as fc from 'fast-check';

/** What users, workers, sweeps and time may do; numbers pick among what is there at that moment. */
export type Action =
  | {
      readonly do: 'enqueue';
      readonly user: number;
      readonly task: number;
      readonly priority: number;
      readonly lock: string | null;
      readonly delaySeconds: number;
      readonly key: number | null;
      readonly hash: number;
      readonly cacheHours: number | null;
      readonly maxAttempts: number;
      readonly retentionHours: number;
    }
  | { readonly do: 'claim'; readonly task: number }
  | { readonly do: 'heartbeat'; readonly lease: number }
  | { readonly do: 'save stage'; readonly lease: number; readonly stage: number }
  | { readonly do: 'complete'; readonly lease: number; readonly claimNext: boolean }
  | {
      readonly do: 'fail';
      readonly lease: number;
      readonly retryable: boolean;
      readonly delaySeconds: number;
    }
  | { readonly do: 'hand over'; readonly lease: number }
  | { readonly do: 'cancel'; readonly job: number }
  | { readonly do: 'retry'; readonly job: number }
  | { readonly do: 'redispatch'; readonly job: number }
  | { readonly do: 'sweep' }
  | { readonly do: 'purge' }
  | { readonly do: 'pass time'; readonly seconds: number };

const index = fc.nat({ max: 1000 });
// Few users and mostly one task, so that jobs are in each other's way.
const task = fc.constantFrom(0, 0, 0, 1);
// Mostly the latest: a lease that was just handed out is the one that a worker writes with.
const lease = fc.oneof({ weight: 3, arbitrary: fc.nat({ max: 3 }) }, { weight: 1, arbitrary: index });
const of = <const Kind extends string, Rest>(
  kind: Kind,
  rest: { [Key in keyof Rest]: fc.Arbitrary<Rest[Key]> },
) => fc.record({ do: fc.constant(kind), ...rest }) as fc.Arbitrary<{ do: Kind } & Rest>;

const enqueue = of('enqueue', {
  user: fc.nat({ max: 1 }),
  task,
  priority: fc.integer({ min: 4, max: 5 }),
  lock: fc.option(fc.constantFrom('x', 'book', 'book/1', 'book/1/a', 'book/2'), { freq: 2 }),
  delaySeconds: fc.constantFrom(0, 0, 0, 20),
  key: fc.option(fc.nat({ max: 2 }), { freq: 2 }),
  hash: fc.nat({ max: 2 }),
  cacheHours: fc.option(fc.constant(1), { freq: 2 }),
  maxAttempts: fc.constantFrom(1, 1, 2, 3),
  retentionHours: fc.constantFrom(0, 1),
});

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 8, arbitrary: enqueue },
  { weight: 8, arbitrary: of('claim', { task }) },
  { weight: 1, arbitrary: of('heartbeat', { lease }) },
  { weight: 2, arbitrary: of('save stage', { lease, stage: fc.nat({ max: 1 }) }) },
  { weight: 4, arbitrary: of('complete', { lease, claimNext: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: of('fail', { lease, retryable: fc.boolean(), delaySeconds: fc.constantFrom(0, 10) }),
  },
  { weight: 2, arbitrary: of('hand over', { lease }) },
  { weight: 2, arbitrary: of('cancel', { job: index }) },
  { weight: 1, arbitrary: of('retry', { job: index }) },
  { weight: 1, arbitrary: of('redispatch', { job: index }) },
  { weight: 1, arbitrary: of('sweep', {}) },
  { weight: 1, arbitrary: of('purge', {}) },
  { weight: 4, arbitrary: of('pass time', { seconds: fc.constantFrom(1, 11, 31, 31, 3601) }) },
);

const limit = (max: number) => fc.option(fc.integer({ min: 1, max }), { freq: 3 });

/** The limits of the two tasks and what is done to them, by several users and workers. */
export const story = fc.record({
  taskLimits: fc.tuple(limit(3), limit(2)),
  userLimits: fc.tuple(limit(2), limit(1)),
  actions: fc.array(action, { minLength: 20, maxLength: 40, size: 'max' }),
});
export type Story = typeof story extends fc.Arbitrary<infer S> ? S : never;
