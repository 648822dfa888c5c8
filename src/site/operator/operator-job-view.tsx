import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { isTerminal } from '../../overtime/index.ts';
import { JobData } from '../jobs/job-data.tsx';
import { fineDuration } from '../jobs/fine-duration.ts';
import { taskTitle } from '../jobs/task-title.ts';
import { useSupabase } from '../supabase-context.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { type Fact, FactList } from '../ui/fact-list.tsx';
import { formatCost, formatMoment, statusWords } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { PageHeading } from '../ui/page-heading.tsx';
import { goTo } from '../use-path.ts';
import { OperatorAttempts } from './operator-attempts.tsx';
import { OperatorProblem } from './operator-problem.tsx';
import { callOperator, useOperatorRead, type OperatorJobDetail } from './use-operator.ts';

const refreshMs = 3000;
type Action = 'cancel_job' | 'retry_job' | 'run_again';

/** One job of any user, and what an operator may do with it. */
export function OperatorJobView({ jobId }: { readonly jobId: string }) {
  const supabase = useSupabase();
  const queries = useQueryClient();
  const read = useOperatorRead<OperatorJobDetail | null>('get_job', { p_job_id: jobId }, refreshMs);
  const [busy, setBusy] = useState<Action | null>(null);
  const [problem, setProblem] = useState<Error | null>(null);
  const job = read.data;

  const act = async (action: Action) => {
    setBusy(action);
    setProblem(null);
    const newId = crypto.randomUUID();
    try {
      const parameters = { p_job_id: jobId, ...(action !== 'cancel_job' && { p_new_id: newId }) };
      const answer = (await callOperator(supabase, action, parameters)) as { jobId: string } | null;
      await queries.invalidateQueries({ queryKey: ['overtime', 'operator'] });
      if (answer !== null) goTo(`/operator?${new URLSearchParams({ job: answer.jobId })}`);
    } catch (error) {
      setProblem(error instanceof Error ? error : new Error(String(error)));
    } finally {
      setBusy(null);
    }
  };
  const button = (action: Action, text: string) => (
    <Button busy={busy === action} disabled={busy !== null} onClick={() => void act(action)}>
      {text}
    </Button>
  );

  return (
    <>
      <PageHeading
        jobId={jobId}
        title={job ? (job.title ?? taskTitle(job.task)) : 'A job'}
        action={
          <a href="/operator" className="button">
            All jobs
          </a>
        }
      >
        {job ? `${taskTitle(job.task)} · ${job.email ?? job.userId}` : undefined}
      </PageHeading>
      <div className="mt-6 grid gap-6">
        {problem !== null && <OperatorProblem error={problem} retry={() => void read.refetch()} />}
        {read.error !== null && <OperatorProblem error={read.error} retry={() => void read.refetch()} />}
        {job === null && (
          <Notice tone="danger" title="Job not found. It may have been deleted or have expired." />
        )}
        {job && (
          <>
            <div className="flex flex-wrap gap-3">
              {!isTerminal(job.status) && button('cancel_job', 'Cancel')}
              {(job.status === 'failed' || job.status === 'cancelled') && button('retry_job', 'Try again')}
              {isTerminal(job.status) && button('run_again', 'Run again from the start')}
            </div>
            <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
              <div className="grid min-w-0 gap-6">
                {job.error !== null && (
                  <Notice tone="danger" title={job.error}>
                    <p>{job.errorCode}</p>
                  </Notice>
                )}
                <OperatorAttempts attempts={job.attempts} />
                {job.result !== null && (
                  <Card title="Result">
                    <JobData value={job.result} />
                  </Card>
                )}
                <Card title="Input">
                  <JobData value={job.input} />
                </Card>
              </div>
              <Card title="Time and cost">
                <FactList facts={factsOf(job)} />
              </Card>
            </div>
          </>
        )}
      </div>
    </>
  );
}

function factsOf(job: OperatorJobDetail): readonly Fact[] {
  const { status, waitsFor, message, attempt, maxAttempts, durationMs, costUsd, finishedAt } = job;
  return [
    ['Status', statusWords[status] + (waitsFor === null ? '' : `, for: ${waitsFor}`)],
    ...(message === null ? [] : [['Message', message] as const]),
    ['Attempts', `${attempt} of ${maxAttempts}`],
    ['Run time', durationMs === null ? 'Not ended' : fineDuration(durationMs)],
    ['Cost', costUsd === null ? 'Unknown' : formatCost(costUsd)],
    ['Submitted', formatMoment(job.createdAt)],
    ...(finishedAt === null ? [] : [['Ended', formatMoment(finishedAt)] as const]),
    ['Lane', job.lane],
    ['Job', job.jobId],
    ['User', job.userId],
  ];
}
