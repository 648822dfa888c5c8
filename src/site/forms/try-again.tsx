import { formAddress } from '../pages.ts';

/** Leads to the form of a job's task, filled in with the job's input. Nothing where the task has no form. */
export function TryAgain({ task, jobId }: { readonly task: string; readonly jobId: string }) {
  const address = formAddress(task, jobId);
  return (
    address !== null && (
      <a href={address} className="button">
        Try again with changes
      </a>
    )
  );
}
