import { useQueryClient } from '@tanstack/react-query';
import { useJobsClient } from '../../overtime/react.ts';
import { DeleteButton } from '../ui/delete-button.tsx';
import { goTo } from '../use-path.ts';

/** Deletes an ended job with its files, after asking once more. */
export function DeleteJob({ jobId }: { readonly jobId: string }) {
  const client = useJobsClient();
  const queries = useQueryClient();

  const remove = async () => {
    await client.delete(jobId);
    await queries.invalidateQueries({ queryKey: ['overtime'], refetchType: 'none' });
    goTo('/jobs');
  };

  return (
    <DeleteButton
      label="Delete this job"
      question="Delete this job with its input, result, log and files? Rubrics, grades, scores, lore, worlds and books that it made stay. This cannot be undone."
      onDelete={remove}
    />
  );
}
