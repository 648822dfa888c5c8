import '../zod-without-eval.ts';
import { OperatorJobView } from './operator-job-view.tsx';
import { OperatorFilters } from './operator-filters.tsx';
import { OperatorList } from './operator-list.tsx';
import { OperatorSummaryCard } from './operator-summary-card.tsx';
import { OperatorProblem } from './operator-problem.tsx';
import { useOperatorRead, type OperatorSummary } from './use-operator.ts';
import { PageHeading } from '../ui/page-heading.tsx';
import { useSearch } from '../use-path.ts';

/** How often the summary is read, in milliseconds. */
const refreshMs = 10_000;

/** All users' jobs, for operators: the database checks the claim in their token. `?job=…` shows one job. */
export function OperatorPage() {
  const search = useSearch();
  const jobId = new URLSearchParams(search).get('job');
  const summary = useOperatorRead<OperatorSummary>('summary', {}, refreshMs);

  if (summary.error !== null && summary.data === undefined) {
    return (
      <>
        <PageHeading title="Operator" />
        <div className="mt-6">
          <OperatorProblem error={summary.error} retry={() => void summary.refetch()} />
        </div>
      </>
    );
  }
  if (jobId !== null) return <OperatorJobView key={jobId} jobId={jobId} />;
  return (
    <>
      <PageHeading title="Operator">All users’ jobs on this site.</PageHeading>
      <div className="mt-6 grid gap-6">
        <OperatorSummaryCard summary={summary.data ?? null} />
        <OperatorFilters search={search} />
        <OperatorList key={search} search={search} />
      </div>
    </>
  );
}
