import type { Stages } from '../contract.ts';
import type { JobSnapshot, StageSnapshot } from '../job.ts';
import type { JobRead } from './read-job.ts';

/**
 * The answer of a status function: the database's row, with the titles of stages and the stages that have not begun
 * from the contract.
 */
export function snapshot(job: JobRead, stages: Stages): JobSnapshot {
  const {
    status,
    result,
    error,
    partial,
    partialChanges: _partialChanges,
    version: _version,
    waiting: _waiting,
    waitsFor,
    nextAttemptAt,
    finishedAt,
    ...rest
  } = job;
  const base = { ...rest, stages: allStages(job, stages) };
  switch (status) {
    case 'completed':
      return { ...base, status, result, finishedAt: finishedAt ?? '' };
    case 'failed':
      return {
        ...base,
        status,
        error: error?.message ?? '',
        errorCode: error?.code ?? 'internal_error',
        errorRetryable: error?.retryable ?? false,
        partial,
        finishedAt: finishedAt ?? '',
      };
    case 'cancelled':
      return { ...base, status, partial, finishedAt: finishedAt ?? '' };
    default:
      return { ...base, status, waitsFor, nextAttemptAt, partial };
  }
}

function allStages(job: JobRead, stages: Stages): StageSnapshot[] {
  return Object.entries(stages).flatMap(([name, { title }]) => {
    const begun = job.stages.filter((stage) => stage.name === name);
    if (begun.length > 0) return begun.map((stage) => ({ ...stage, title }));
    return [
      {
        name,
        title,
        item: 0,
        status: 'pending' as const,
        progress: 0,
        reason: null,
        startedAt: null,
        finishedAt: null,
      },
    ];
  });
}
