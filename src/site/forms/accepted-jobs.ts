import type { JobsClient } from '../../overtime/client.ts';
import { removeDraftOf } from './drafts.ts';
import { fromParameter } from './form-start.tsx';

/** The same client, which removes the draft of a form once its job is accepted. */
export function withoutAcceptedDrafts(jobs: JobsClient, userId: string): JobsClient {
  const accepted = (task: string) => {
    removeDraftOf(userId, task);
    // A form that is opened from the job's page begins empty.
    const url = new URL(window.location.href);
    url.searchParams.delete(fromParameter);
    if (url.href !== window.location.href) window.history.replaceState(null, '', url);
  };
  return {
    ...jobs,
    submit: async (contract, ...rest) => {
      const job = await jobs.submit(contract, ...rest);
      accepted(contract.name);
      return job;
    },
    submitAll: async (contract, ...rest) => {
      const all = await jobs.submitAll(contract, ...rest);
      accepted(contract.name);
      return all;
    },
  };
}
