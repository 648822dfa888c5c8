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
  /**
   * The version of a part that counts, or null where the result itself does: also where it is from after the version,
   * by the time `resultAt`.
   */
  latest(part?: string, resultAt?: string): Edit<Content> | null;
  /** Adds a version. Null brings the result itself back. */
  save(
    content: Content | null,
    options?: { readonly part?: string; readonly note?: string },
  ): Promise<boolean>;
  /** Adds versions of several parts, all or none. */
  saveParts(parts: Readonly<Record<string, Content>>): Promise<boolean>;
  readonly action: Action;
}

export interface EditsOptions {
  /** The part whose versions are read. Default: all parts. */
  readonly part?: string;
  /** What the names of parts begin with that are not read. */
  readonly except?: string;
  /** False reads nothing. Default true. */
  readonly enabled?: boolean;
}

/**
 * What the user changed of a subject, such as `rubric:<id>`, and the way to change it.
 *
 * @param fits tells whether a content is a version. Others are left out, as in the views of the database: the API takes
 *   anything.
 */
export function useEdits<Content>(
  subject: string,
  fits: (content: unknown) => boolean,
  { part: only, except, enabled = true }: EditsOptions = {},
): Edits<Content> {
  const supabase = useSupabase();
  const queries = useQueryClient();
  const action = useAction();
  const read = useRows<Edit<Content>>(
    ['edits', subject, only ?? null, except ?? null],
    (client, signal) => {
      let query = client.from('edits').select('id, part, content, note, created_at').eq('subject', subject);
      if (only !== undefined) query = query.eq('part', only);
      if (except !== undefined) query = query.not('part', 'like', `${except}%`);
      return query.order('id', { ascending: false }).limit(500).abortSignal(signal);
    },
    { enabled },
  );
  const rows = read.rows?.filter(({ content }) => content === null || fits(content)) ?? null;
  const insert = async (versions: readonly Pick<Edit<Content>, 'part' | 'content' | 'note'>[]) => {
    let saved = false;
    await action.run(async () => {
      const { error } = await supabase.from('edits').insert(versions.map((each) => ({ subject, ...each })));
      if (error !== null) throw new ApiError('not_saved', problemOf(error));
      saved = true;
      await queries.invalidateQueries({ queryKey: ['overtime', 'rows'] });
    });
    return saved;
  };
  return {
    versions: rows,
    latest: (part = '', resultAt) => {
      const newest = rows?.find((edit) => edit.part === part);
      if (newest === undefined || newest.content === null) return null;
      return resultAt === undefined || Date.parse(newest.created_at) > Date.parse(resultAt) ? newest : null;
    },
    save: (content, { part = '', note = '' } = {}) =>
      insert([{ part, content, note: note === '' ? null : note }]),
    saveParts: (parts) =>
      insert(Object.entries(parts).map(([part, content]) => ({ part, content, note: null }))),
    action,
  };
}

function problemOf(error: { readonly code: string; readonly message: string }): string {
  if (error.code === '53400') return error.message;
  if (error.code === '23514') return 'This is too long to be saved. Shorten it and try again.';
  return 'The change could not be saved. Check your connection and try again.';
}
