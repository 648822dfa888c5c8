import { nanoid } from 'nanoid';
import type { Contract } from '../contract.ts';
import { OvertimeError } from '../errors.ts';
import { acceptFile } from './accept-file.ts';
import { accepted } from './accepted.ts';
import { dispatch } from './dispatch.ts';
import { handler, type Exchange, type Handler } from './handler.ts';
import { inputHash } from './input-hash.ts';
import { readInput } from './read-input.ts';
import { userClient } from './supabase-clients.ts';

const longestIdempotencyKey = 255;

/**
 * The trigger function of a task: validates the input, enqueues a pending job, dispatches, and answers
 * 202 with where to read its status. The same `Idempotency-Key` gives the same job.
 */
export function trigger(contract: Contract): Handler {
  return handler({ POST: (exchange) => submit(contract, exchange) });
}

async function submit(contract: Contract, exchange: Exchange): Promise<Response> {
  const { request, url, caller, engine, env, keys, deployId } = exchange;
  const idempotencyKey = readIdempotencyKey(request);
  const parsed = await readInput(request, contract);
  const file = contract.policy.file
    ? await acceptFile(parsed, contract.policy.file, caller.userId, userClient(keys, caller.token).storage)
    : null;

  // What makes two requests the same: the input and the file's content, not where the file lies.
  const { filePath: _, ...withoutPath } = file?.input ?? { ...(parsed as object), filePath: undefined };
  const hash = inputHash({ input: withoutPath, file: file?.sha256 });

  const job = await engine
    .enqueue({
      id: nanoid(),
      userId: caller.userId,
      tenantId: caller.tenantId,
      task: contract.name,
      contractVersion: contract.version,
      input: file?.input ?? parsed,
      maxAttempts: contract.policy.maxAttempts,
      retentionHours: contract.policy.retentionHours,
      idempotencyKey,
      inputHash: hash,
      fileBytes: file?.bytes ?? null,
    })
    .catch(async (error: unknown) => {
      await file?.discard();
      throw error;
    });

  if (job.created) {
    await dispatch({ task: contract.name, jobId: job.jobId, origin: url.origin, deployId }, env, keys);
  } else {
    await file?.discard();
  }
  return accepted(contract.name, job);
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
