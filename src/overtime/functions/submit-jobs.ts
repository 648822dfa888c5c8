import type { Contract, ParsedInputOf } from '../contract.ts';
import type { EnqueuedInList } from '../engine/call-shapes.ts';
import { OvertimeError } from '../errors.ts';
import type { InputCheck } from '../task.ts';
import { acceptInput, storeOrDiscard, type AcceptedInput } from './accept-input.ts';
import type { Exchange } from './handler.ts';
import { readIdempotencyKey } from './idempotency-key.ts';
import { newJob } from './new-job.ts';
import { invalidParameter } from './required-parameter.ts';
import { startWorkers } from './start-workers.ts';
import { checkWebhookUrl } from './webhook-url.ts';

/** Inputs that are looked up, and files that are read, at the same time. */
const atOnce = 5;

/** Most workers that one call starts. Jobs that none of them has claimed after a while are dispatched like others. */
const mostDispatches = 10;

/**
 * Makes a job of each validated input, as `submitJob` makes one, or none where one of them is refused. Starts as many
 * workers as may run at once: each goes on with the next job that is ready.
 *
 * @throws as `submitJob`; what concerns one input names its index, counted from 0.
 */
export async function submitJobs<C extends Contract>(
  contract: C,
  inputs: readonly ParsedInputOf<C>[],
  exchange: Exchange,
  check?: InputCheck<C>,
): Promise<readonly EnqueuedInList[]> {
  const { request, caller, engine } = exchange;
  const { rate, concurrency } = contract.policy;
  if (rate && inputs.length > rate.jobs) {
    throw invalidParameter(
      '',
      `The list of inputs is too long: ${contract.name} takes at most ${rate.jobs} at once. Send fewer.`,
    );
  }
  const idempotencyKey = readIdempotencyKey(request);
  const webhookUrl = checkWebhookUrl(request.headers.get('webhook-url'));
  // Before any file is stored.
  await forEach(inputs, async (input) => {
    await check?.(input, (name, parameters) => engine.readRows(caller.userId, name, parameters));
  });
  const accepted: AcceptedInput[] = [];
  const discard = async () => {
    await Promise.all(accepted.map((input) => input.discard()));
  };
  const jobs = await storeOrDiscard({ discard }, async () => {
    await forEach(inputs, async (input, index) => {
      accepted[index] = await acceptInput(contract, input, exchange);
    });
    return engine.enqueueAll(
      accepted.map(({ discard: _, ...input }) =>
        newJob(contract, {
          ...input,
          userId: caller.userId,
          tenantId: caller.tenantId,
          idempotencyKey,
          runAt: null,
          webhookUrl,
          scheduleId: null,
        }),
      ),
    );
  });

  if (!jobs.some(({ created }) => created)) await discard();
  const started = jobs
    .filter(({ ready }) => ready)
    .slice(0, Math.min(concurrency ?? Infinity, mostDispatches));
  await startWorkers(exchange, contract.name, ...started.map(({ jobId }) => jobId));
  return jobs;
}

/** A few at the same time. After a failure no further one is begun; throws the first one's, when all have ended. */
async function forEach<T>(
  inputs: readonly T[],
  work: (input: T, index: number) => Promise<void>,
): Promise<void> {
  const failures: { index: number; error: unknown }[] = [];
  const waiting = [...inputs.entries()].values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const [index, input] of waiting) {
        await work(input, index).catch((error: unknown) => failures.push({ index, error }));
        if (failures.length > 0) return;
      }
    }),
  );
  const [first] = failures.toSorted((a, b) => a.index - b.index);
  if (first) throw ofInput(first.index, first.error);
}

/** The same error with the index of the input that it is about. */
function ofInput(index: number, error: unknown): unknown {
  if (!(error instanceof OvertimeError)) return error;
  const { message, issues = [{ path: '', message }] } = error;
  return new OvertimeError(error, `Input ${index}: ${message}`, {
    issues: issues.map((issue) => ({ ...issue, path: issue.path ? `${index}.${issue.path}` : `${index}` })),
    cause: error,
  });
}
