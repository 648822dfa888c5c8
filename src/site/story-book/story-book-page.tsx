import '../zod-without-eval.ts';
import { isTerminal } from '../../overtime/index.ts';
import { rememberInUrl, useJob } from '../../overtime/react.ts';
import { generateBook } from '../../tasks/generate-book/contract.ts';
import { BegunForm } from '../forms/form-start.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Downloads } from '../ui/downloads.tsx';
import { counted } from '../ui/format.ts';
import { JobPanel } from '../ui/job-panel.tsx';
import { PageHeading } from '../ui/page-heading.tsx';
import { RecentJobs } from '../ui/recent-jobs.tsx';
import { StageTimeline } from '../ui/stage-timeline.tsx';
import { CharacterCard } from './character-card.tsx';
import { PictureView } from './picture-view.tsx';
import { StoryBook } from './story-book.tsx';
import { StoryBookForm } from './story-book-form.tsx';

const memory = rememberInUrl();

/** Makes an illustrated book around a character: the form, then the scenes as they come, then the book. */
export function StoryBookPage() {
  const job = useJob(generateBook, { memory });
  const { jobId, snapshot } = job;

  if (jobId === null) {
    return (
      <>
        <PageHeading jobId={jobId} title="Story book">
          A picture book around a character of your choice: planned, written, drawn, checked scene by scene,
          and made into a PDF.
        </PageHeading>
        <div className="page-columns">
          <BegunForm contracts={[generateBook]}>
            <StoryBookForm error={job.error} busy={job.busy === 'submit'} onSubmit={job.submit} />
          </BegunForm>
          <RecentJobs
            task={generateBook.name}
            title="Recent books"
            empty="None yet. Jobs are kept here for 30 days."
          />
        </div>
      </>
    );
  }

  const result = snapshot?.status === 'completed' ? snapshot.result : null;
  const book =
    snapshot === null ? null : snapshot.status === 'completed' ? snapshot.result : snapshot.partial;
  const isWriting = snapshot !== null && !isTerminal(snapshot.status);
  const sceneCount = book?.scenes.length ?? 0;

  const scenes = book !== null && (
    <div key="scenes" className="min-w-0 lg:col-start-1 lg:row-start-1">
      <StoryBook
        book={book}
        dedication={result?.dedication ?? null}
        audio={result?.audio ?? []}
        isWriting={isWriting}
      />
    </div>
  );
  const about = snapshot !== null && (
    <aside key="about" className="grid gap-6 lg:col-start-2 lg:row-start-1" aria-label="About the book">
      {book?.cover && (
        <div className="overflow-hidden rounded-md">
          <PictureView path={book.cover.path} shows={`The cover of “${book.title ?? 'the book'}”`} />
        </div>
      )}
      <Card title="Stages">
        <StageTimeline
          snapshot={snapshot}
          stages={generateBook.stages}
          itemCounts={{
            scene_creation: sceneCount,
            consistency_validation: sceneCount,
            // The cover too.
            picture_creation: sceneCount + 1,
            audio_generation: sceneCount,
          }}
        />
      </Card>
      {book?.character !== undefined && <CharacterCard character={book.character} />}
      {result !== null && result.audio.length > 0 && (
        <Card title="Narrations">
          <Downloads files={result.audio.map(({ file }) => file)} />
        </Card>
      )}
    </aside>
  );

  return (
    <>
      <PageHeading
        jobId={jobId}
        title={book?.title ?? 'Story book'}
        action={<Button onClick={job.forget}>New book</Button>}
      />
      <div className="mt-6 grid gap-6">
        <JobPanel
          job={job}
          contract={generateBook}
          listsStages={false}
          facts={result === null ? [] : [counted(sceneCount, 'scene')]}
        />
        {result !== null && <Downloads files={[result.pdf]} />}
        {snapshot !== null && (
          <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_18rem]">
            {/* On a small screen the stages come first as long as there is something to wait for. */}
            {isWriting ? [about, scenes] : [scenes, about]}
          </div>
        )}
      </div>
    </>
  );
}
