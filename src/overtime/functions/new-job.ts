import { nanoid } from 'nanoid';
import type { Contract } from '../contract.ts';
import type { NewJob } from '../engine/call-shapes.ts';
import { OvertimeError } from '../errors.ts';
import { namedPath, ownFilePath } from '../file-fields.ts';

/** What a job is made of, besides what its contract says. */
export type JobRequest = Omit<
  NewJob,
  'id' | 'task' | 'title' | 'contractVersion' | 'policy' | 'priority' | 'lockKey'
>;

const longestTitle = 200;

/**
 * A job of a contract, which gives its title, limits, lock and priority.
 *
 * @throws `file_not_found` when its input names a file that is not its user's.
 */
export function newJob(contract: Contract, request: JobRequest): NewJob {
  if (contract.policy.file) checkFileOwner(request);
  return {
    ...request,
    id: nanoid(),
    task: contract.name,
    title: plainTitle(contract.title(request.input)),
    contractVersion: contract.version,
    policy: contract.policy,
    priority: contract.priority(request.input),
    lockKey: ownLockKey(contract.lockKey(contract.canonical(request.input)), request.userId),
  };
}

function checkFileOwner({ userId, input }: Pick<JobRequest, 'userId' | 'input'>): void {
  const path = namedPath(input);
  if (path === undefined || ownFilePath(userId, path) !== null) return;
  throw new OvertimeError(
    'file_not_found',
    "The input names a file that is not in its user's folder. Upload the file and send its filePath.",
  );
}

/** One line of bounded length; null where nothing is left of it. */
function plainTitle(title: string | null): string | null {
  const line = Array.from((title ?? '').replace(/\s+/g, ' ').trim());
  if (line.length === 0) return null;
  return line.length <= longestTitle ? line.join('') : `${line.slice(0, longestTitle - 1).join('')}…`;
}

/** Includes the user: whatever ids an input names, no user can block another's jobs. */
function ownLockKey(key: string | null, userId: string): string | null {
  return key === null ? null : `${userId}:${key}`;
}
