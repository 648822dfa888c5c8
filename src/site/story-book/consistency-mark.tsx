import { CircleCheck, TriangleAlert } from 'lucide-react';
import type { Consistency } from '../../tasks/generate-book/contract.ts';

/** What the check of a scene against the character and the scenes before it found. */
export function ConsistencyMark({ consistency }: { consistency: Consistency }) {
  const { consistent, rewritten, problems } = consistency;
  if (consistent) {
    return (
      <p className="flex gap-2 text-sm text-ink-soft">
        <CircleCheck aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-done" />
        {rewritten
          ? 'Rewritten after a check: now consistent with the rest of the book'
          : 'Consistent with the rest of the book'}
      </p>
    );
  }
  return (
    <div className="flex gap-2 text-sm">
      <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-danger" />
      <div>
        <p>{rewritten ? 'Rewritten, but still inconsistent:' : 'Inconsistent with the rest:'}</p>
        <ul className="mt-1 list-disc pl-4 text-ink-soft">
          {problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      </div>
    </div>
  );
}
