import { useQuery } from '@tanstack/react-query';
import { isTerminal, type JobCall, type JobSnapshot } from '../../overtime/index.ts';
import { useJobsClient } from '../../overtime/react.ts';
import { Card } from '../ui/card.tsx';
import { counted, formatCost } from '../ui/format.ts';
import { fineDuration } from './fine-duration.ts';

/** How often the calls of a job at work are read, in milliseconds. */
const readMs = 3000;

/** Each call of a model that a job made, what came of it, and what it cost. */
export function ModelCalls({ snapshot }: { readonly snapshot: JobSnapshot }) {
  const { jobId, status, stage, performance } = snapshot;
  const client = useJobsClient();
  // What the job has spent so far is part of the key: more was spent, so there is more to read.
  const { data: calls, isError } = useQuery({
    queryKey: ['overtime', 'job-usage', jobId, status, stage, performance.tokenUsage],
    queryFn: ({ signal }) => client.usage(jobId, { signal }),
    // Messages of the job's channel do not say what it has spent.
    refetchInterval: isTerminal(status) ? false : readMs,
  });
  return (
    <Card title="Model calls" busy={calls === undefined && !isError}>
      {calls === undefined && !isError && <span className="rubric-line" />}
      {calls === undefined && isError && (
        <p className="text-sm">
          The model calls could not be loaded. Check your connection and reload the page.
        </p>
      )}
      {calls?.length === 0 && (
        <p className="text-sm text-ink-soft">{isTerminal(status) ? 'None.' : 'None so far.'}</p>
      )}
      {calls !== undefined && calls.length > 0 && (
        <ol className="grid gap-3 text-sm">
          {calls.map((call) => (
            <li key={call.id} className="flex flex-wrap justify-between gap-x-6">
              <span className="wrap-anywhere">
                {call.purpose}
                <span className="text-ink-soft"> · {modelName(call)}</span>
                {call.outcome !== 'succeeded' && (
                  <span className={call.outcome === 'failed' ? 'text-danger' : 'text-ink-soft'}>
                    {' '}
                    · {call.outcome}
                  </span>
                )}
              </span>
              <span className="text-ink-soft tabular-nums">{factsOf(call)}</span>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}

function modelName({ provider, model }: JobCall): string {
  return provider === model ? model : `${provider} ${model}`;
}

function factsOf(call: JobCall): string {
  const tokens = call.inputTokens + call.outputTokens;
  const about = call.estimated ? 'about ' : '';
  return [
    fineDuration(call.durationMs),
    ...(tokens > 0 ? [`${about}${counted(tokens, 'token')}`] : []),
    ...(call.characters > 0 ? [counted(call.characters, 'character')] : []),
    ...(call.provider === 'sample'
      ? []
      : [call.costUsd === null ? 'price unknown' : formatCost(call.costUsd)]),
  ].join(' · ');
}
