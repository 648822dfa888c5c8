import { useQueryClient } from '@tanstack/react-query';
import { useId, useRef } from 'react';
import { ApiError } from '../../overtime/client.ts';
import { useSupabase } from '../supabase-context.ts';
import { DeleteButton } from '../ui/delete-button.tsx';
import { formatMoment } from '../ui/format.ts';
import type { KeptRubric } from './use-rubrics.ts';

/** The user's rubrics, each with a way to delete it. Nothing without one. */
export function KeptRubrics({ rubrics }: { readonly rubrics: readonly KeptRubric[] }) {
  const supabase = useSupabase();
  const queries = useQueryClient();
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  if (rubrics.length === 0) return null;

  const remove = async (rubricId: string) => {
    const { error } = await supabase.from('rubrics').delete().eq('id', rubricId);
    if (error !== null) throw new ApiError('unavailable', 'The rubric could not be deleted. Try again.');
    heading.current?.focus();
    await queries.invalidateQueries({ queryKey: ['overtime', 'rows'] });
  };

  return (
    <section aria-labelledby={id}>
      <h2 id={id} ref={heading} tabIndex={-1} className="text-sm font-medium text-ink-soft outline-none">
        Your rubrics
      </h2>
      <ul className="mt-2 divide-y divide-line">
        {rubrics.map((rubric) => (
          <li key={rubric.id} className="grid gap-1 py-2 text-sm">
            <p dir="auto" className="font-medium">
              {rubric.title}
            </p>
            <p className="text-ink-soft">{formatMoment(rubric.created_at)}</p>
            <DeleteButton
              label={`Delete ${rubric.title}`}
              question="Delete this rubric with its versions? Grades made with it stay. This cannot be undone."
              onDelete={() => remove(rubric.id)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
