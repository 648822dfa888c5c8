import { isTerminal, type JobSnapshot } from '../../overtime/index.ts';
import { Card } from '../ui/card.tsx';
import { counted, formatCost } from '../ui/format.ts';
import { useRows } from '../use-rows.ts';
import { fineDuration } from './fine-duration.ts';

interface Call {
  readonly id: string;
  readonly attempt: number;
  readonly provider: string;
  readonly model: string;
  readonly purpose: string;
  readonly outcome: 'running' | 'succeeded' | 'failed' | 'aborted';
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly characters: number;
  readonly estimated: boolean;
  readonly cost_usd: number | string | null;
  readonly duration_ms: number;
}

const mostCalls = 200;
const columns =
  'id, attempt, provider, model, purpose, outcome, input_tokens, output_tokens, characters, estimated, cost_usd, duration_ms';

/** Each call of a model that a job made, what came of it, and what it cost. */
export function ModelCalls({ snapshot }: { readonly snapshot: JobSnapshot }) {
  const { jobId, status, stage, performance } = snapshot;
  // What the job has spent so far is part of the key: more was spent, so there is more to read.
  const { rows, problem } = useRows<Call>(
    ['job-usage', jobId, status, stage, performance.tokenUsage],
    (supabase, signal) =>
      supabase
        .from('job_usage')
        .select(columns)
        .eq('job_id', jobId)
        .order('started_at')
        .limit(mostCalls)
        .abortSignal(signal),
  );
  return (
    <Card title="Model calls" busy={rows === null && problem === null}>
      {rows === null && problem === null && <span className="rubric-line" />}
      {rows === null && problem !== null && <p className="text-sm">{problem}</p>}
      {rows?.length === 0 && (
        <p className="text-sm text-ink-soft">{isTerminal(status) ? 'None.' : 'None so far.'}</p>
      )}
      {rows !== null && rows.length > 0 && (
        <ol className="grid gap-3 text-sm">
          {rows.map((call) => (
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

function modelName({ provider, model }: Call): string {
  return provider === model ? model : `${provider} ${model}`;
}

function factsOf(call: Call): string {
  const tokens = call.input_tokens + call.output_tokens;
  const about = call.estimated ? 'about ' : '';
  return [
    fineDuration(call.duration_ms),
    ...(tokens > 0 ? [`${about}${counted(tokens, 'token')}`] : []),
    ...(call.characters > 0 ? [counted(call.characters, 'character')] : []),
    ...(call.provider === 'sample'
      ? []
      : [call.cost_usd === null ? 'price unknown' : formatCost(Number(call.cost_usd))]),
  ].join(' · ');
}
