import type { Contract } from '../contract.ts';
import type { Enqueued } from '../engine/engine.ts';
import { OvertimeError } from '../errors.ts';
import { isTerminal } from '../job.ts';
import { acceptFile } from './accept-file.ts';
import { accepted } from './accepted.ts';
import { awaitJob } from './await-job.ts';
import { dispatch } from './dispatch.ts';
import { handler, json, type Exchange, type Handler } from './handler.ts';
import { inputHash } from './input-hash.ts';
import { newJob } from './new-job.ts';
import { readInput } from './read-input.ts';
import { snapshot } from './snapshot.ts';
import { userClient } from './supabase-clients.ts';
import { preferredWait } from './wait-preference.ts';
import { checkWebhookUrl } from './webhook-url.ts';

const longestIdempotencyKey = 255;

/**
 * The trigger function of a task: validates the input, enqueues a pending job, dispatches, and answers
 * 202 with where to read its status. The same `Idempotency-Key` gives the same job. A result that is
 * there in time (a cached one, or within `Prefer: wait=N`) is answered at once, with 200.
 */
export function trigger(contract: Contract): Handler {
  return handler({ POST: (exchange) => submit(contract, exchange) });
}

async function submit(contract: Contract, exchange: Exchange): Promise<Response> {
  const { request, url, caller, engine, env, keys, deployId } = exchange;
  const idempotencyKey = readIdempotencyKey(request);
  const webhookUrl = checkWebhookUrl(request.headers.get('webhook-url'));
  const parsed = await readInput(request, contract);
  const file = contract.policy.file
    ? await acceptFile(parsed, contract.policy.file, caller.userId, userClient(keys, caller.token).storage)
    : null;

  const input = file?.input ?? parsed;
  const job = await engine
    .enqueue(
      newJob(contract, {
        userId: caller.userId,
        tenantId: caller.tenantId,
        input,
        inputHash: hashOf(input, file?.sha256),
        idempotencyKey,
        fileBytes: file?.bytes ?? null,
        runAt: null,
        webhookUrl,
        scheduleId: null,
      }),
    )
    .catch(async (error: unknown) => {
      await file?.discard();
      throw error;
    });

  if (!job.created) await file?.discard();
  else if (job.status === 'pending') {
    await dispatch({ task: contract.name, jobId: job.jobId, origin: url.origin, deployId }, env, keys);
  }
  return (await finished(contract, exchange, job)) ?? accepted(contract.name, job);
}

/** What makes two requests the same: the input and the file's content, not where the file lies. */
function hashOf(input: unknown, fileHash: string | undefined): string {
  if (fileHash === undefined) return inputHash({ input });
  const { filePath: _, ...withoutPath } = input as Record<string, unknown>;
  return inputHash({ input: withoutPath, file: fileHash });
}

/** The whole job as its status function answers, if it has ended, or ends while the caller waits. */
async function finished(
  contract: Contract,
  exchange: Exchange,
  job: Enqueued,
): Promise<Response | null> {
  const waitSeconds = preferredWait(exchange.request);
  if (!isTerminal(job.status) && waitSeconds === 0) return null;
  const read = await awaitJob(exchange, job.jobId, waitSeconds, ({ status }) => isTerminal(status));
  if (!read || !isTerminal(read.status)) return null;
  return json(snapshot(read, contract.stages), 200, {
    ...(waitSeconds > 0 && { 'preference-applied': `wait=${waitSeconds}` }),
  });
}

function readIdempotencyKey(request: Request): string | null {
  const key = request.headers.get('idempotency-key');
  if (key !== null && (key.length === 0 || key.length > longestIdempotencyKey)) {
    throw new OvertimeError('invalid_input', 'Idempotency-Key has 1 to 255 characters.', {
      issues: [{ path: 'Idempotency-Key', message: 'Has 1 to 255 characters.' }],
    });
  }
  return key;
}
