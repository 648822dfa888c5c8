import type { JobSnapshot } from '../../overtime/index.ts';
import { Card } from '../ui/card.tsx';
import { type Fact, FactList } from '../ui/fact-list.tsx';
import { formatCost, formatMoment } from '../ui/format.ts';
import { wasCached } from '../ui/job-summary.ts';
import { fineDuration } from './fine-duration.ts';

/** What a job took. */
export function JobFacts({ snapshot }: { readonly snapshot: JobSnapshot }) {
  return (
    <Card title="Time and cost">
      <FactList facts={factsOf(snapshot)} columns={2} />
    </Card>
  );
}

function factsOf(snapshot: JobSnapshot): readonly Fact[] {
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
