import { useQueryClient } from '@tanstack/react-query';
import { ApiError } from '../../overtime/client.ts';
import { useSupabase } from '../supabase-context.ts';
import { DeleteButton } from '../ui/delete-button.tsx';
import { Notice } from '../ui/notice.tsx';
import { PageHeading } from '../ui/page-heading.tsx';
import { SampleMark } from '../ui/sample-mark.tsx';
import { goTo } from '../use-path.ts';
import { KeptReport } from './kept-report.tsx';
import { useGrade } from './use-grades.ts';

/** One grade of the gradebook on a page of its own. */
export function GradePageOf({ id }: { readonly id: string }) {
  const { rows, problem } = useGrade(id);
  const [grade] = rows ?? [];
  return (
    <>
      <PageHeading
        title="Grade report"
        jobId={id}
        action={
          <a href="/gradebook" className="button print:hidden">
            Back to the gradebook
          </a>
        }
      />
      <div className="mt-6 grid gap-6">
        {problem !== null && <Notice tone="danger" title={problem} />}
        {rows === null && problem === null && <p className="text-ink-soft">Loading the report…</p>}
        {rows?.length === 0 && (
          <Notice tone="danger" title="Grade not found">
            It was deleted, or it belongs to another user.
          </Notice>
        )}
        {grade !== undefined && (
          <>
            {grade.sample && <SampleMark />}
            <KeptReport grade={grade} />
            <DeleteGrade id={id} />
          </>
        )}
      </div>
    </>
  );
}

function DeleteGrade({ id }: { readonly id: string }) {
  const supabase = useSupabase();
  const queries = useQueryClient();
  const remove = async () => {
    const { error } = await supabase.from('grades').delete().eq('id', id);
    if (error !== null) throw new ApiError('unavailable', 'The grade could not be deleted. Try again.');
    await queries.invalidateQueries({ queryKey: ['overtime', 'rows', 'gradebook'], refetchType: 'none' });
    goTo('/gradebook');
  };
  return (
    <DeleteButton
      label="Delete this grade"
      question="Delete this grade with its corrections? This cannot be undone."
      onDelete={remove}
    />
  );
}
