import { dispatch } from './dispatch.ts';
import type { Exchange } from './handler.ts';

/** Dispatches jobs of a task, behind the answer where the platform waits for it. A lost dispatch is repeated later. */
export async function startWorkers(
  { url, lane, env, keys, afterAnswer }: Exchange,
  task: string,
  ...jobIds: readonly string[]
): Promise<void> {
  const call = { task, origin: url.origin, lane };
  await afterAnswer(Promise.all(jobIds.map((jobId) => dispatch({ ...call, jobId }, env, keys))));
}
