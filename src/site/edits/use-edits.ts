import { useQueryClient } from '@tanstack/react-query';
import { ApiError } from '../../overtime/client.ts';
import { useSupabase } from '../supabase-context.ts';
import { type Action, useAction } from '../ui/use-action.ts';
import { useRows } from '../use-rows.ts';

/** One version of a part of a result, as the user wrote it. */
export interface Edit<Content> {
  readonly id: number;
  readonly part: string;
  /** Null counts as never changed. */
  readonly content: Content | null;
  readonly note: string | null;
  readonly created_at: string;
}

export interface Edits<Content> {
  /** The newest first; null until they have been read. */
  readonly versions: readonly Edit<Content>[] | null;
  /** The version of a part that counts, or null where the result itself does. */
  latest(part?: string): Edit<Content> | null;
  /** Adds a version. Null brings the result itself back. */
  save(
    content: Content | null,
    options?: { readonly part?: string; readonly note?: string },
  ): Promise<boolean>;
  readonly action: Action;
}

/** What the user changed of a subject, such as `rubric:<id>`, and the way to change it. */
export function useEdits<Content>(subject: string): Edits<Content> {
  const supabase = useSupabase();
  const queries = useQueryClient();
  const action = useAction();
  const { rows } = useRows<Edit<Content>>(['edits', subject], (client, signal) =>
    client
      .from('edits')
      .select('id, part, content, note, created_at')
      .eq('subject', subject)
      .order('id', { ascending: false })
      .limit(500)
      .abortSignal(signal),
  );
  return {
    versions: rows,
    latest: (part = '') => {
      const newest = rows?.find((edit) => edit.part === part);
      return newest === undefined || newest.content === null ? null : newest;
    },
    save: async (content, { part = '', note } = {}) => {
      let saved = false;
      await action.run(async () => {
        const { error } = await supabase
          .from('edits')
          .insert({ subject, part, content, ...(note !== undefined && note !== '' && { note }) });
        if (error !== null) throw new ApiError('not_saved', problemOf(error));
        saved = true;
        await queries.invalidateQueries({ queryKey: ['overtime', 'rows'] });
      });
      return saved;
    },
    action,
  };
}

function problemOf(error: { readonly code: string; readonly message: string }): string {
  if (error.code === '53400') return error.message;
  if (error.code === '23514') return 'This is too long to be saved. Shorten it and try again.';
  return 'The change could not be saved. Check your connection and try again.';
}
