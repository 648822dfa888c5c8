import '../zod-without-eval.ts';
import { type JobHandle, rememberInUrl, useJob } from '../../overtime/react.ts';
import { enhanceRubric } from '../../tasks/enhance-rubric/contract.ts';
import { BegunForm } from '../forms/form-start.tsx';
import { Button } from '../ui/button.tsx';
import { counted } from '../ui/format.ts';
import { JobPanel } from '../ui/job-panel.tsx';
import { PageHeading } from '../ui/page-heading.tsx';
import { PageTabs } from '../ui/page-tabs.tsx';
import { RecentJobs } from '../ui/recent-jobs.tsx';
import { EnhanceForm } from './enhance-form.tsx';
import { RubricChangesCard } from './rubric-changes-card.tsx';
import { RubricOfJob } from './rubric-of-job.tsx';
import { KeptRubrics } from './kept-rubrics.tsx';
import { titlesOf, useRubrics } from './use-rubrics.ts';

const memory = rememberInUrl();

/** Makes a full rubric of a few rules, or a better one of a rubric (`?rubric=` begins with one of the user's). */
export function EnhancePage() {
  const job = useJob(enhanceRubric, { memory });
  const { jobId, snapshot } = job;

  if (jobId === null) {
    return (
      <>
        <PageHeading title="Improve a rubric">
          Turn a few rules or an existing rubric into categories, levels and points that add up.
        </PageHeading>
        <PageTabs path="/enhance" />
        <div className="page-columns">
          <EnhanceStart job={job} />
        </div>
      </>
    );
  }

  return (
    <>
      <PageHeading
        jobId={jobId}
        title="Improve a rubric"
        action={<Button onClick={job.forget}>New rubric</Button>}
      />
      <div className="mt-6 grid gap-6">
        <JobPanel
          job={job}
          contract={enhanceRubric}
          facts={
            snapshot?.status === 'completed'
              ? [counted(snapshot.result.categoryCount, 'category', 'categories')]
              : []
          }
        />
        <RubricOfJob jobId={jobId} snapshot={snapshot} />
        {snapshot?.status === 'completed' && (
          <RubricChangesCard jobId={jobId} improved={snapshot.result.rubric} />
        )}
      </div>
    </>
  );
}

/** Reads the rubrics whenever it is shown, so that the one just written is among them. */
function EnhanceStart({ job }: { job: JobHandle<typeof enhanceRubric> }) {
  const { rows: rubrics } = useRubrics();
  const wanted = new URLSearchParams(window.location.search).get('rubric');
  const beginWith = rubrics?.find(({ id }) => id === wanted) ?? null;
  return (
    <>
      <BegunForm contracts={[enhanceRubric]} begunWith={wanted}>
        <EnhanceForm
          // Begun anew once the rubric to begin with has arrived.
          key={beginWith === null ? '' : `${beginWith.id} ${beginWith.version}`}
          rubrics={rubrics ?? []}
          beginWith={beginWith}
          error={job.error}
          busy={job.busy === 'submit'}
          onSubmit={job.submit}
        />
      </BegunForm>
      <div className="grid gap-8">
        <RecentJobs
          task={enhanceRubric.name}
          title="Recently improved"
          titles={titlesOf(rubrics)}
          empty="None yet. Jobs are kept here for 30 days, and rubrics until you delete them."
        />
        <KeptRubrics rubrics={rubrics ?? []} />
      </div>
    </>
  );
}
