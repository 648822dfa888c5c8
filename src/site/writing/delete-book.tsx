import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '../../overtime/client.ts';
import { useSupabase } from '../supabase-context.ts';
import { Button } from '../ui/button.tsx';
import { goTo } from '../use-path.ts';
import { useAction } from '../ui/use-action.ts';

/** Deletes a book, after asking once more. */
export function DeleteBook({ bookId, title }: { bookId: string; title: string }) {
  const supabase = useSupabase();
  const queries = useQueryClient();
  const action = useAction();
  const [asks, setAsks] = useState(false);

  const remove = () =>
    action.run(async () => {
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
    });

  if (!asks) {
    return (
      <Button look="quiet" className="justify-self-start" onClick={() => setAsks(true)}>
        Delete this book
      </Button>
    );
  }
  return (
    <div role="group" aria-label="Delete the book" className="grid gap-3 text-sm">
      <p>
        Delete “{title}” with all its chapters? This cannot be undone. Files that were exported go when their
        jobs do.
      </p>
      <div className="flex flex-wrap gap-3">
        <Button busy={action.busy} onClick={() => void remove()}>
          Delete it
        </Button>
        <Button look="quiet" onClick={() => setAsks(false)}>
          Keep it
        </Button>
      </div>
      {action.error !== null && (
        <p role="alert" className="text-danger">
          {action.error.detail}
        </p>
      )}
    </div>
  );
}
