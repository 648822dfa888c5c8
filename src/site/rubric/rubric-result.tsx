import type { ResultOf } from '../../contract.ts';
import type { extractRubric } from '../../tasks/extract-rubric/contract.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { SaveButton } from '../ui/save-button.tsx';
import { RubricTable } from './rubric-table.tsx';

/** The finished rubric, to read and to take along. */
export function RubricResult({ result }: { result: ResultOf<typeof extractRubric> }) {
  return (
    <>
      <RubricTable rubric={result.rubric} state="finished" />
      <div className="flex flex-wrap gap-3 print:hidden">
        <CopyButton text={result.rubricText} label="Copy as Markdown" />
        <SaveButton text={result.rubricText} title={result.rubric.title} />
      </div>
    </>
  );
}
