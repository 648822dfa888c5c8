import type { Contract } from '../../overtime/index.ts';
import type { JobHandle } from '../../overtime/react.ts';
import { ApiErrorNotice } from './api-error-notice.tsx';
import { Button } from './button.tsx';

/** Why a job is not watched, or the last thing asked of it failed, with the way to look again. */
export function WatchErrorNotice<C extends Contract>({ job }: { readonly job: JobHandle<C> }) {
  const { error } = job;
  if (error === null) return null;
  return (
    <ApiErrorNotice error={error}>
      {error.code !== 'not_found' && (
        <Button className="mt-3" onClick={job.watchAgain}>
          Reload
        </Button>
      )}
    </ApiErrorNotice>
  );
}
