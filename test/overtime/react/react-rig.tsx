import type { ReactNode } from 'react';
import type { JobsClient } from '../../../src/overtime/client.ts';
import type { JobSnapshot } from '../../../src/overtime/job.ts';
import { JobsProvider } from '../../../src/overtime/react.ts';
import { snapshot } from '../client/client-rig.ts';

/** A jobs client that the test plays: every watch yields what is told, until it ends or is left. */
export function playedClient(played: Partial<JobsClient> = {}) {
  interface Watch {
    readonly jobId: string;
    readonly signal: AbortSignal | undefined;
    tell(...of: Parameters<typeof snapshot>): void;
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
    const told: (JobSnapshot | Error)[] = [];
    let wake = () => {};
    const give = (what: JobSnapshot | Error) => {
      told.push(what);
      wake();
    };
    options.signal?.addEventListener('abort', () => give(options.signal?.reason as Error));
    watches.push({
      jobId,
      signal: options.signal,
      tell: (...of) => give({ ...snapshot(...of), jobId } as unknown as JobSnapshot),
      fail: give,
      trouble: (error) => options.onTrouble?.(error),
    });
    for (;;) {
      const next = told.shift();
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
