import { useQueryClient } from '@tanstack/react-query';
import { ApiError } from '../../overtime/client.ts';
import type { ChosenLore } from '../../tasks/lore/lore-contract.ts';
import { useSupabase } from '../supabase-context.ts';
import { Button } from '../ui/button.tsx';
import { DeleteButton } from '../ui/delete-button.tsx';
import { SampleMark } from '../ui/sample-mark.tsx';
import { formatMoment } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { goTo } from '../use-path.ts';
import { useRows } from '../use-rows.ts';
import { LoreNames } from './lore-names.tsx';
import { WorldStory } from './world-story.tsx';

interface World {
  readonly id: string;
  readonly title: string;
  readonly theme: string;
  readonly premise: string;
  readonly story: string;
  readonly lore: ChosenLore;
  readonly sample: boolean;
  readonly created_at: string;
}

/** A world that was saved, with the lore it is made of. */
export function SavedWorld({ id }: { readonly id: string }) {
  const { rows, problem, refresh } = useRows<World>(['worlds', id], (supabase, signal) =>
    supabase
      .from('worlds')
      .select('id, title, theme, premise, story, lore, sample, created_at')
      .eq('id', id)
      .abortSignal(signal),
  );
  const world = rows?.[0];
  if (rows === null) {
    if (problem === null) return <p className="text-ink-soft">Loading…</p>;
    return (
      <Notice tone="danger" title={problem}>
        <Button className="mt-3" onClick={refresh}>
          Reload
        </Button>
      </Notice>
    );
  }
  if (world === undefined) {
    return <Notice tone="danger" title="World not found. It may have been deleted." />;
  }
  return (
    <>
      {world.sample && <SampleMark />}
      <p className="text-sm text-ink-soft">
        {world.theme} · {formatMoment(world.created_at)}
      </p>
      <WorldStory title={world.title} premise={world.premise} story={world.story} state="finished">
        <DeleteWorld id={world.id} />
      </WorldStory>
      <details className="sheet p-4 sm:px-6">
        <summary className="cursor-pointer font-semibold">Lore in this story</summary>
        <LoreNames lore={world.lore} />
      </details>
    </>
  );
}

/** Deletes a world, after asking once more. */
function DeleteWorld({ id }: { readonly id: string }) {
  const supabase = useSupabase();
  const queries = useQueryClient();

  const remove = async () => {
    const { error } = await supabase.from('worlds').delete().eq('id', id);
    if (error !== null) throw new ApiError('unavailable', 'The world could not be deleted. Try again.');
    queries.removeQueries({ queryKey: ['overtime', 'rows', 'worlds'] });
    goTo('/worlds');
  };

  return (
    <DeleteButton
      label="Delete this world"
      question="Delete this world with its story? This cannot be undone."
      onDelete={remove}
    />
  );
}
