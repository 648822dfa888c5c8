import type { ResultOf } from '../../overtime/index.ts';
import type { extractRubric } from '../../tasks/extract-rubric/contract.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { SaveButton } from '../ui/save-button.tsx';
import { RubricTable } from './rubric-table.tsx';

export interface RubricResultProps {
  /** The job that made it, under which the rubric is kept. */
  readonly jobId: string;
  readonly result: ResultOf<typeof extractRubric>;
}

/** The finished rubric, to read, to take along and to go on with. */
export function RubricResult({ jobId, result }: RubricResultProps) {
  const query = `?rubric=${encodeURIComponent(jobId)}`;
  return (
    <>
      <RubricTable rubric={result.rubric} state="finished" />
      <div className="flex flex-wrap gap-3 print:hidden">
        <a href={`/grade${query}`} className="button button-primary">
          Grade with this rubric
        </a>
        <a href={`/enhance${query}`} className="button">
          Improve this rubric
        </a>
        <CopyButton text={result.rubricText} label="Copy as Markdown" />
        <SaveButton text={result.rubricText} title={result.rubric.title} />
      </div>
    </>
  );
}
