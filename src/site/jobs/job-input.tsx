import type { Contract } from '../../overtime/index.ts';
import { Card } from '../ui/card.tsx';
import { JobData } from './job-data.tsx';
import { useJobInput } from './use-job-input.ts';

/** What a job was asked for. */
export function JobInput({ contract, jobId }: { readonly contract: Contract; readonly jobId: string }) {
  const { data, isError } = useJobInput(contract, jobId);
  return (
    <Card title="Input" busy={data === undefined && !isError}>
      {isError && <p role="alert">The input could not be loaded. Reload the page.</p>}
      {data === undefined && !isError && <span className="rubric-line" />}
      {data !== undefined && <JobData value={data} />}
    </Card>
  );
}
