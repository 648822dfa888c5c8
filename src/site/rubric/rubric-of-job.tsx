import type { SnapshotOf } from '../../overtime/client.ts';
import { isTerminal } from '../../overtime/index.ts';
import type { enhanceRubric } from '../../tasks/enhance-rubric/contract.ts';
import type { extractRubric } from '../../tasks/extract-rubric/contract.ts';
import { RubricResult } from './rubric-result.tsx';
import { RubricTable } from './rubric-table.tsx';

export interface RubricOfJobProps {
  readonly jobId: string;
  readonly snapshot: SnapshotOf<typeof extractRubric> | SnapshotOf<typeof enhanceRubric> | null;
}

/** The rubric that a job makes: as far as it is written, then the whole. */
export function RubricOfJob({ jobId, snapshot }: RubricOfJobProps) {
  if (snapshot?.status === 'completed') return <RubricResult jobId={jobId} result={snapshot.result} />;
  if (snapshot === null || snapshot.partial === null) return null;
  return (
    <RubricTable
      rubric={snapshot.partial.rubric}
      state={isTerminal(snapshot.status) ? 'unfinished' : 'writing'}
    />
  );
}
