import type { JobSnapshot } from '../../overtime/index.ts';
import { formatDuration } from '../../overtime/react.ts';
import { counted, formatCost } from './format.ts';

/** Such as `Done in 42 s · 3 categories · 3,412 tokens · $0.0021`; `facts` come after the time. */
export function jobSummary(snapshot: JobSnapshot, facts: readonly string[] = []): string {
  const { durationMs, queueTimeMs, tokenUsage, costUsd } = snapshot.performance;
  const tookMs = durationMs + queueTimeMs;
  return [
    wasCached(snapshot)
      ? 'Answered at once, from an earlier result'
      : `Done in ${tookMs < 1000 ? 'less than a second' : formatDuration(tookMs)}`,
    ...facts,
    ...(tokenUsage > 0 ? [counted(tokenUsage, 'token')] : []),
    ...(costUsd === null || costUsd === 0 || snapshot.sample ? [] : [formatCost(costUsd)]),
  ].join(' · ');
}

/** Whether a job took over another one's result: it is completed, and nobody ever worked on it. */
export function wasCached(snapshot: JobSnapshot): boolean {
  return snapshot.status === 'completed' && snapshot.performance.attempts === 0;
}
