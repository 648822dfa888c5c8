import { useQueryClient } from '@tanstack/react-query';
import { ApiError } from '../../overtime/client.ts';
import { useSupabase } from '../supabase-context.ts';
import { DeleteButton } from '../ui/delete-button.tsx';
import { goTo } from '../use-path.ts';

/** Deletes the kept scores of a book, after asking once more. */
export function DeleteScore({ jobId }: { readonly jobId: string }) {
  const supabase = useSupabase();
  const queries = useQueryClient();

  const remove = async () => {
    const { error } = await supabase.from('book_scores').delete().eq('job_id', jobId);
    if (error !== null) throw new ApiError('unavailable', 'The scores could not be deleted. Try again.');
    await queries.invalidateQueries({ queryKey: ['overtime', 'rows'] });
    goTo('/scores');
  };

  return (
    <DeleteButton
      label="Delete these scores"
      question="Delete these scores from your scored books? This cannot be undone."
      onDelete={remove}
    />
  );
}
