import type { ReactNode } from 'react';
import type { JobsClient } from '../../../src/overtime/client.ts';
import type { JobSnapshot } from '../../../src/overtime/job.ts';
import { JobsProvider } from '../../../src/overtime/react.ts';
import { snapshot } from '../client/client-rig.ts';

/** A fake jobs client: every watch yields what the test sends, until it ends or is aborted. */
export function playedClient(played: Partial<JobsClient> = {}) {
  interface Watch {
    readonly jobId: string;
    readonly signal: AbortSignal | undefined;
    send(...of: Parameters<typeof snapshot>): void;
    fail(error: Error): void;
    trouble(
      error: Parameters<NonNullable<NonNullable<Parameters<JobsClient['watch']>[2]>['onTrouble']>>[0],
    ): void;
  }
  const watches: Watch[] = [];

  async function* watch(
    _contract: unknown,
    jobId: string,
    options: Parameters<JobsClient['watch']>[2] = {},
  ): AsyncGenerator<JobSnapshot, void, undefined> {
    const queue: (JobSnapshot | Error)[] = [];
    let wake = () => {};
    const give = (what: JobSnapshot | Error) => {
      queue.push(what);
      wake();
    };
    options.signal?.addEventListener('abort', () => give(options.signal?.reason as Error));
    watches.push({
      jobId,
      signal: options.signal,
      send: (...of) => give({ ...snapshot(...of), jobId } as unknown as JobSnapshot),
      fail: give,
      trouble: (error) => options.onTrouble?.(error),
    });
    for (;;) {
      const next = queue.shift();
      if (next === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      if (next instanceof Error) throw next;
      yield next;
      if (!['pending', 'processing'].includes(next.status)) return;
    }
  }

  const client = { watch, ...played } as unknown as JobsClient;
  return {
    watches,
    client,
    wrapper: ({ children }: { children: ReactNode }) => (
      <JobsProvider client={client}>{children}</JobsProvider>
    ),
  };
}
