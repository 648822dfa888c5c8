import { useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { ChosenLore } from '../../tasks/lore/lore-contract.ts';
import { useSupabase } from '../supabase-context.ts';
import { Button } from '../ui/button.tsx';
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

/** Deletes a world, asking once: nothing brings it back. */
function DeleteWorld({ id }: { readonly id: string }) {
  const supabase = useSupabase();
  const queries = useQueryClient();
  const [step, setStep] = useState<'idle' | 'asking' | 'deleting' | 'failed'>('idle');

  const remove = async () => {
    setStep('deleting');
    const { error } = await supabase.from('worlds').delete().eq('id', id);
    if (error !== null) return setStep('failed');
    queries.removeQueries({ queryKey: ['overtime', 'rows', 'worlds'] });
    goTo('/worlds');
  };

  if (step === 'idle') {
    return (
      <Button look="quiet" onClick={() => setStep('asking')}>
        <Trash2 aria-hidden="true" className="size-4" />
        Delete
      </Button>
    );
  }
  return (
    <div role="group" aria-label="Delete this world" className="flex flex-wrap items-center gap-3 text-sm">
      <p role={step === 'failed' ? 'alert' : 'status'}>
        {step === 'failed' ? 'Could not be deleted. Try again.' : 'This cannot be undone.'}
      </p>
      <Button busy={step === 'deleting'} onClick={() => void remove()}>
        Delete
      </Button>
      <Button look="quiet" onClick={() => setStep('idle')}>
        Keep it
      </Button>
    </div>
  );
}
