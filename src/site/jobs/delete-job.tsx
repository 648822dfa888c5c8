import { useQueryClient } from '@tanstack/react-query';
import { ApiError } from '../../overtime/client.ts';
import { useJobsClient } from '../../overtime/react.ts';
import { useSupabase } from '../supabase-context.ts';
import { DeleteButton } from '../ui/delete-button.tsx';
import { goTo } from '../use-path.ts';

/** Deletes an ended job with its files, after asking once more. */
export function DeleteJob({ jobId }: { readonly jobId: string }) {
  const client = useJobsClient();
  const supabase = useSupabase();
  const queries = useQueryClient();

  const remove = async () => {
    await client.delete(jobId);
    const edits = await supabase
      .from('edits')
      .delete()
      .in('subject', [`grade:${jobId}`, `lore:${jobId}`]);
    if (edits.error !== null)
      throw new ApiError('unavailable', 'The job is deleted, your edits of it are not.');
    await queries.invalidateQueries({ queryKey: ['overtime'], refetchType: 'none' });
    goTo('/jobs');
  };

  return (
    <DeleteButton
      label="Delete this job"
      question="Delete this job with its input, result, log and files? Rubrics, scores, worlds and books that it made stay. This cannot be undone."
      onDelete={remove}
    />
  );
}
