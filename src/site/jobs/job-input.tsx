import { useQuery } from '@tanstack/react-query';
import type { Contract } from '../../overtime/index.ts';
import { useJobsClient } from '../../overtime/react.ts';
import { Card } from '../ui/card.tsx';
import { JobData } from './job-data.tsx';

/** What a job was asked for. */
export function JobInput({ contract, jobId }: { readonly contract: Contract; readonly jobId: string }) {
  const client = useJobsClient();
  const { data, isError } = useQuery({
    queryKey: ['overtime', 'job-input', jobId],
    queryFn: ({ signal }) => client.input(contract, jobId, { signal }),
    // It never changes.
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Card title="Input" busy={data === undefined && !isError}>
      {isError && <p role="alert">The input could not be loaded.</p>}
      {data === undefined && !isError && <span className="rubric-line" />}
      {data !== undefined && <JobData value={data} />}
    </Card>
  );
}
