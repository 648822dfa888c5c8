import type { JobSnapshot } from '../../overtime/index.ts';
import { Card } from '../ui/card.tsx';
import { formatCost, formatMoment } from '../ui/format.ts';
import { wasCached } from '../ui/job-summary.ts';
import { fineDuration } from './fine-duration.ts';

/** What a job took. */
export function JobFacts({ snapshot }: { readonly snapshot: JobSnapshot }) {
  return (
    <Card title="Time and cost">
      <dl className="grid grid-cols-2 gap-x-4 gap-y-3 text-sm">
        {factsOf(snapshot).map(([label, value]) => (
          <div key={label} className="min-w-0 last:col-span-2">
            <dt className="text-ink-soft">{label}</dt>
            <dd className="wrap-anywhere tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

function factsOf(snapshot: JobSnapshot): readonly (readonly [label: string, value: string])[] {
  const { performance, maxAttempts, createdAt, jobId } = snapshot;
  const { durationMs, queueTimeMs, llmTimeMs, tokenUsage, costUsd, fileSizeKb, attempts } = performance;
  return [
    ...(wasCached(snapshot)
      ? ([['Work', 'None: reused an earlier result']] as const)
      : ([
          ['Run time', fineDuration(durationMs)],
          ['Wait time', fineDuration(queueTimeMs)],
          ['Model time', fineDuration(llmTimeMs)],
          ['Attempts', `${attempts} of ${maxAttempts}`],
        ] as const)),
    ['Tokens', tokenUsage.toLocaleString('en')],
    ['Cost', costUsd === null ? 'Unknown' : costUsd === 0 ? 'None' : formatCost(costUsd)],
    ...(fileSizeKb === null ? [] : ([['File', `${fileSizeKb.toLocaleString('en')} kB`]] as const)),
    ['Submitted', formatMoment(createdAt)],
    ...('finishedAt' in snapshot ? ([['Ended', formatMoment(snapshot.finishedAt)]] as const) : []),
    ['Job', jobId],
  ];
}
