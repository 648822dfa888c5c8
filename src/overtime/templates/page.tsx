import type { SupabaseClient } from '@supabase/supabase-js';
import { useMemo, useState } from 'react';
import { createJobsClient } from '../client.ts';
import { JobProgress, JobsProvider, useJob } from '../react.ts';
import { taskTemplate } from './task/contract.ts';

/** Submits a task-template job of the signed-in user, and shows its progress and its result. */
export function TaskTemplatePage({ supabase }: { supabase: SupabaseClient }) {
  const client = useMemo(() => createJobsClient({ supabase }), [supabase]);
  return (
    <JobsProvider client={client}>
      <TaskTemplateJob />
    </JobsProvider>
  );
}

function TaskTemplateJob() {
  const job = useJob(taskTemplate);
  const [text, setText] = useState('');

  return (
    <section>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void job.submit({ text });
        }}
      >
        <label>
          Text
          <textarea value={text} onChange={(event) => setText(event.target.value)} required rows={8} />
        </label>
        <button type="submit" disabled={job.busy !== null}>
          Start
        </button>
      </form>
      {job.error && <p role="alert">{job.error.message}</p>}
      {job.jobId !== null && (
        <JobProgress
          snapshot={job.snapshot}
          stages={taskTemplate.stages}
          busy={job.busy !== null}
          trouble={job.trouble}
          onCancel={() => void job.cancel()}
          onRetry={() => void job.retry()}
        />
      )}
      {job.snapshot?.status === 'completed' && <pre>{JSON.stringify(job.snapshot.result, null, 2)}</pre>}
    </section>
  );
}
