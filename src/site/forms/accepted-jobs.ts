import type { JobsClient } from '../../overtime/client.ts';
import type { Contract } from '../../overtime/index.ts';
import { keepTyped, removeDraftOf } from './drafts.ts';
import { fromParameter, textsIn } from './form-start.tsx';

/** The same client, which removes the draft of a form once its job is accepted, and keeps the spelling that was typed. */
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
    submit: async (contract, input, ...rest) => {
      const job = await jobs.submit(contract, input, ...rest);
      accepted(contract.name);
      const texts = textsIn(input as object);
      const stored = textsIn(storedInput(contract, input));
      if (Object.keys(texts).some((name) => stored[name] !== texts[name])) keepTyped(job.jobId, texts);
      return job;
    },
    submitAll: async (contract, ...rest) => {
      const all = await jobs.submitAll(contract, ...rest);
      accepted(contract.name);
      return all;
    },
  };
}

/** The input as the job has it, where the page has the contract's schema: the first page leaves it out. */
function storedInput({ input: schema }: { readonly input?: Contract['input'] }, input: unknown): object {
  return (schema === undefined ? input : (schema.safeParse(input).data ?? {})) as object;
}
