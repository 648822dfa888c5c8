import { fineDuration } from '../jobs/fine-duration.ts';
import { Card } from '../ui/card.tsx';
import { counted, formatCost } from '../ui/format.ts';
import type { OperatorSummary } from './use-operator.ts';

/** The queue now, and failures, durations and cost of the last day. */
export function OperatorSummaryCard({ summary }: { readonly summary: OperatorSummary | null }) {
  return (
    <Card title="Now and in the last 24 hours" busy={summary === null}>
      {summary === null ? (
        <span className="rubric-line" />
      ) : (
        <dl className="grid grid-cols-2 gap-x-6 gap-y-4 text-sm sm:grid-cols-3 lg:grid-cols-6">
          {factsOf(summary).map(([label, value, more]) => (
            <div key={label} className="min-w-0">
              <dt className="text-ink-soft">{label}</dt>
              <dd className="text-lg tabular-nums">{value}</dd>
              <dd className="text-ink-soft">{more}</dd>
            </div>
          ))}
        </dl>
      )}
    </Card>
  );
}

type Fact = readonly [label: string, value: string, more: string];

function factsOf(summary: OperatorSummary): readonly Fact[] {
  const { ready, waiting, running, oldestReadyMs, submitted, completed, failed } = summary;
  const ended = completed + failed;
  const duration = (ms: number | null) => (ms === null ? 'None' : fineDuration(ms));
  return [
    [
      'Queue',
      String(ready),
      oldestReadyMs === null ? 'ready to run' : `oldest for ${fineDuration(oldestReadyMs)}`,
    ],
    ['Waiting', String(waiting), 'for a time, user or lock'],
    ['Running', String(running), `${counted(submitted, 'job')} in the last day`],
    [
      'Failed',
      ended === 0 ? 'None' : `${((100 * failed) / ended).toFixed(1)} %`,
      `${failed} of ${ended} ended`,
    ],
    [
      'Run time',
      duration(summary.p50Ms),
      summary.p95Ms === null ? 'no completed job' : `median; 95 % within ${duration(summary.p95Ms)}`,
    ],
    [
      'Cost today',
      formatCost(summary.costTodayUsd),
      summary.unpriced === 0
        ? 'since midnight UTC'
        : `without ${counted(summary.unpriced, 'job')} of unknown price`,
    ],
  ];
}
