import { useQueryClient } from '@tanstack/react-query';
import { ApiError } from '../../overtime/client.ts';
import { useSupabase } from '../supabase-context.ts';
import { DeleteButton } from '../ui/delete-button.tsx';
import { goTo } from '../use-path.ts';

/** Deletes a book, after asking once more. */
export function DeleteBook({ bookId, title }: { bookId: string; title: string }) {
  const supabase = useSupabase();
  const queries = useQueryClient();

  const remove = async () => {
    const { data, error } = await supabase.from('books').delete().eq('id', bookId).select('id');
    if (error !== null) throw new ApiError('unavailable', 'The book could not be deleted. Try again.');
    if (data.length === 0) {
      throw new ApiError(
        'book_in_use',
        'A job is running for this book. Cancel it or wait until it ends, then delete the book.',
      );
    }
    await queries.invalidateQueries({ queryKey: ['overtime', 'rows', 'books'], refetchType: 'none' });
    goTo('/writing');
  };

  return (
    <DeleteButton
      label="Delete this book"
      question={
        <>
          Delete “<bdi>{title}</bdi>” with all its chapters? This cannot be undone. Exported files are deleted
          with their jobs.
        </>
      }
      onDelete={remove}
    />
  );
}
