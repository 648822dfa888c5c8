import '../zod-without-eval.ts';
import { Globe } from 'lucide-react';
import { isTerminal } from '../../overtime/index.ts';
import { type JobHandle, rememberInUrl, useJob } from '../../overtime/react.ts';
import { createWorld } from '../../tasks/create-world/contract.ts';
import { BegunForm, fromParameter } from '../forms/form-start.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { counted } from '../ui/format.ts';
import { JobPanel } from '../ui/job-panel.tsx';
import { PageHeading } from '../ui/page-heading.tsx';
import { PageTabs } from '../ui/page-tabs.tsx';
import { useSearch } from '../use-path.ts';
import { chosenLoreOf } from './lore-shelf.ts';
import { SavedWorld } from './saved-world.tsx';
import { SavedWorlds } from './saved-worlds.tsx';
import { useShelf } from './use-shelf.ts';
import { WorldForm } from './world-form.tsx';
import { WorldStory } from './world-story.tsx';

const memory = rememberInUrl();

/** Makes a story of the chosen lore, and reads the ones that were made. */
export function WorldsPage() {
  const job = useJob(createWorld, { memory });
  const savedId = new URLSearchParams(useSearch()).get('world');
  const inView = savedId ?? job.jobId;

  return (
    <>
      <PageHeading
        jobId={inView}
        title="Worlds"
        action={
          inView !== null && (
            <a href="/worlds" className="button">
              All worlds
            </a>
          )
        }
      >
        Complete stories based on the lore you choose. Kept until you delete them.
      </PageHeading>
      <PageTabs path="/worlds" />
      <div className="mt-6 grid gap-6">
        {savedId !== null ? (
          <SavedWorld id={savedId} />
        ) : job.jobId !== null ? (
          <WorldInWork job={job} jobId={job.jobId} />
        ) : (
          <NewWorld job={job} />
        )}
      </div>
    </>
  );
}

interface WorldJob {
  readonly job: JobHandle<typeof createWorld>;
}

function NewWorld({ job }: WorldJob) {
  const { items, theme, problem } = useShelf();
  const lore = chosenLoreOf(items ?? []);
  const isBegun = new URLSearchParams(useSearch()).has(fromParameter);
  const isEmpty = !isBegun && Object.values(lore).flat().length === 0;
  return (
    <div className="grid items-start gap-10 lg:grid-cols-[minmax(0,1fr)_20rem] lg:gap-12">
      {items === null ? (
        <p className="text-ink-soft">{problem ?? 'Loading your lore…'}</p>
      ) : isEmpty ? (
        <EmptyState icon={Globe} title="No lore chosen yet">
          A story needs lore.{' '}
          <a href="/lore" className="link">
            Generate lore, or choose from your shelf
          </a>
          .
        </EmptyState>
      ) : (
        <BegunForm contracts={[createWorld]}>
          <WorldForm
            theme={theme}
            lore={lore}
            error={job.error}
            busy={job.busy === 'submit'}
            onSubmit={(input) => void job.submit(input)}
          />
        </BegunForm>
      )}
      <SavedWorlds />
    </div>
  );
}

function WorldInWork({ job, jobId }: WorldJob & { readonly jobId: string }) {
  const { snapshot } = job;
  // A job is kept for a day; its world, which has the same id, stays.
  if (job.error?.code === 'not_found') return <SavedWorld id={jobId} />;
  const finished = snapshot?.status === 'completed' ? snapshot.result : null;
  const draft = snapshot !== null && snapshot.status !== 'completed' ? snapshot.partial : null;
  return (
    <>
      <JobPanel
        job={job}
        contract={createWorld}
        facts={finished === null ? [] : [counted(finished.wordCount, 'word'), 'saved among your worlds']}
      />
      {finished !== null && <WorldStory {...finished} state="finished" />}
      {snapshot !== null && draft?.title !== undefined && (
        <WorldStory
          title={draft.title}
          premise={draft.premise}
          story={draft.story ?? ''}
          state={isTerminal(snapshot.status) ? 'unfinished' : 'writing'}
        />
      )}
    </>
  );
}
