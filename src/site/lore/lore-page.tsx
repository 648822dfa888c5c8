import '../zod-without-eval.ts';
import { BookOpen, Sparkles } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { isTerminal } from '../../overtime/index.ts';
import { type JobMemory, rememberInUrl, useJob } from '../../overtime/react.ts';
import { type LoreKind, loreKinds } from '../../tasks/lore/lore-contract.ts';
import { readDraft } from '../forms/drafts.ts';
import { BegunForm, fromParameter } from '../forms/form-start.tsx';
import { jobAddress } from '../pages.ts';
import { useUserId } from '../supabase-context.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { counted } from '../ui/format.ts';
import { JobPanel } from '../ui/job-panel.tsx';
import { Notice } from '../ui/notice.tsx';
import { PageHeading } from '../ui/page-heading.tsx';
import { PageTabs } from '../ui/page-tabs.tsx';
import { RecentJobs } from '../ui/recent-jobs.tsx';
import { goTo, useSearch } from '../use-path.ts';
import { allGenerators, generators, kindOf, type LoreItem } from './generators.ts';
import { kindWords } from './lore-face.ts';
import { LoreForm } from './lore-form.tsx';
import { chosenLoreOf, type Written } from './lore-shelf.ts';
import { LoreShelfView } from './lore-shelf-view.tsx';
import { useShelf } from './use-shelf.ts';

const memory = rememberInUrl();

/** Writes lore of five kinds, item by item, and keeps it on a shelf from which worlds are made. */
export function LorePage() {
  // With the input of another job, the page begins with its kind.
  return <LoreOfKinds key={new URLSearchParams(useSearch()).get(fromParameter)} />;
}

function LoreOfKinds() {
  const shelf = useShelf();
  const viewedKind = kindOf(new URLSearchParams(useSearch()).get('task'));
  const userId = useUserId();
  const [kind, setKind] = useState<LoreKind>(() => viewedKind ?? draftedKind(userId) ?? 'characters');
  const shownKind = viewedKind ?? kind;
  const job = useJob(generators[shownKind], { memory });
  const next = useJob(generators[kind], { memory: useMemo(() => leadingToItsPage(kind), [kind]) });
  const { jobId, snapshot } = job;

  const ended = snapshot !== null && isTerminal(snapshot.status);
  const running = jobId !== null && job.error === null && !ended;
  const items: readonly LoreItem[] =
    (snapshot?.status === 'completed' ? snapshot.result.items : snapshot?.partial?.items) ?? [];
  const written: Written | null =
    jobId === null ? null : { jobId, kind: shownKind, items, sample: snapshot?.sample ?? false };
  const kept = [...(shelf.items ?? []), ...shelf.removed].filter((item) => item.job_id === jobId);
  const isNew = written !== null && kept.length === 0;

  const status = snapshot?.status;
  const toKeep = ended && isNew && shelf.items !== null && items.length > 0;
  useEffect(() => {
    if (!toKeep || written === null) return;
    // A completed job has left its items there. What another had finished is good lore, too.
    if (status === 'completed') shelf.refresh();
    else void shelf.add(written);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- once for a job
  }, [toKeep, status, jobId]);

  const chosen = chosenLoreOf(shelf.items ?? []);
  const takenOff = kept.filter(({ removed }) => removed);

  const forms = (
    <div key="forms" className="grid gap-8 lg:col-start-1 lg:row-start-1">
      {shelf.items === null && shelf.problem === null ? (
        <p className="text-ink-soft">Loading your lore…</p>
      ) : (
        <BegunForm contracts={allGenerators}>
          <LoreForm
            kind={kind}
            onKind={setKind}
            theme={shelf.theme}
            existing={chosen}
            error={next.error}
            busy={running || next.busy !== null}
            onSubmit={(input) => void next.submit(input)}
          />
        </BegunForm>
      )}
      <div className="max-lg:hidden">
        <RecentJobs
          task={generators[kind].name}
          title={`Recent ${kindWords[kind].title.toLowerCase()}`}
          empty="None yet. A job is kept for a day, your lore until you remove it."
        />
      </div>
    </div>
  );
  const results = (
    <div key="results" className="grid min-w-0 gap-6 lg:col-start-2 lg:row-start-1">
      <JobPanel
        job={job}
        contract={generators[shownKind]}
        facts={items.length > 0 ? [counted(items.length, kindWords[shownKind].one)] : []}
      />
      {takenOff.length > 0 && (
        <Button
          className="justify-self-start"
          onClick={() => void shelf.change(takenOff, { removed: false })}
        >
          Put {counted(takenOff.length, `removed ${kindWords[shownKind].one}`)} back
        </Button>
      )}
      {shelf.problem !== null && <Notice tone="danger" title={shelf.problem} />}
      {shelf.items?.length === 0 && !running && (
        <EmptyState icon={Sparkles} title="Your shelf is empty">
          Enter a theme and generate lore. Each item appears here when it is finished, and stays until you
          remove it.
        </EmptyState>
      )}
      <LoreShelfView shelf={shelf} arriving={isNew ? written : null} writing={running} first={shownKind} />
      <ChosenBar count={Object.values(chosen).flat().length} />
    </div>
  );

  return (
    <>
      <PageHeading
        jobId={jobId}
        title="Lore"
        action={
          jobId !== null && (
            <Button className="lg:hidden" onClick={job.forget}>
              Write more
            </Button>
          )
        }
      >
        Characters, factions, settings, events and relics of a world, written one by one. Choose some, then
        have a story written about them.
      </PageHeading>
      <PageTabs path="/lore" />
      <div className="mt-6 grid items-start gap-8 lg:grid-cols-[22rem_minmax(0,1fr)] lg:gap-10">
        {/* On a small screen, what is being written must not be below a form that is done with. */}
        {jobId === null ? [forms, results] : [results, forms]}
      </div>
    </>
  );
}

/** The way from the shelf to a story, always in view. */
function ChosenBar({ count }: { readonly count: number }) {
  if (count === 0) return null;
  return (
    <div className="chosen-bar">
      <p>{counted(count, 'item')} chosen</p>
      <a href="/worlds" className="button button-primary">
        <BookOpen aria-hidden="true" className="size-4" />
        Write a story with them
      </a>
    </div>
  );
}

/** The kind that was chosen in the draft of the form, if there is one. */
function draftedKind(userId: string): LoreKind | undefined {
  const draft = readDraft({ userId, tasks: allGenerators.map(({ name }) => name) }, '');
  return loreKinds.find((kind) => kind === draft?.['kind']);
}

/** Follows nothing by itself: a submitted job is shown at its own address, which names its kind. */
function leadingToItsPage(kind: LoreKind): JobMemory {
  return {
    read: () => null,
    write: (jobId) => {
      const address = jobId === null ? null : jobAddress(generators[kind].name, jobId);
      // Whoever has gone to another page meanwhile stays there.
      if (address !== null && window.location.pathname === '/lore') goTo(address);
    },
    subscribe: () => () => {},
  };
}
