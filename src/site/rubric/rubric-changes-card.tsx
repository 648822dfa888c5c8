import { enhanceRubric } from '../../tasks/enhance-rubric/contract.ts';
import type { Rubric } from '../../tasks/rubric/rubric-contract.ts';
import { rubricMarkdown } from '../../tasks/rubric/rubric-markdown.ts';
import { useJobInput } from '../jobs/use-job-input.ts';
import { Card } from '../ui/card.tsx';
import { rubricDifference } from './rubric-changes.ts';
import { useRubrics } from './use-rubrics.ts';
import { countedPoints, formatPoints } from '../ui/format.ts';

/** What an improvement changed, where the job was given one of the user's rubrics; else nothing. */
export function RubricChangesCard({
  jobId,
  improved,
}: {
  readonly jobId: string;
  readonly improved: Rubric;
}) {
  const { rows } = useRubrics();
  const { data: input } = useJobInput(enhanceRubric, jobId);
  // The form sends a rubric as its Markdown.
  const before = rows?.find(({ rubric }) => rubricMarkdown(rubric).trim() === input?.simple_rules)?.rubric;
  if (before === undefined) return null;
  const lines = rubricDifference(before, improved);
  return (
    <Card title={`Changes from “${before.title}”`}>
      <p className="text-sm">
        Total: {before.totalPoints === improved.totalPoints ? '' : `${formatPoints(before.totalPoints)} → `}
        {countedPoints(improved.totalPoints)}
      </p>
      {lines.length === 0 ? (
        <p className="text-sm text-ink-soft">
          The same categories and points; only texts and levels changed.
        </p>
      ) : (
        <ul className="grid gap-1 text-sm">
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </Card>
  );
}
