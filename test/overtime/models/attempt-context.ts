import { providers } from '../../../src/overtime/contract.ts';
import type { LogLevel } from '../../../src/overtime/job.ts';
import type { AttemptContext, CallUsage } from '../../../src/overtime/task.ts';
import { manualClock, type ManualClock } from '../../../src/overtime/testing/manual-clock.ts';

export interface RecordingContext extends AttemptContext {
  readonly clock: ManualClock;
  readonly usage: CallUsage[];
  readonly logs: { readonly level: LogLevel; readonly message: string }[];
  readonly abort: (reason: Error) => void;
}

/** The context of an attempt that keeps what it is given. */
export function attemptContext(env: AttemptContext['env'] = {}, deployContext = 'dev'): RecordingContext {
  const controller = new AbortController();
  const usage: CallUsage[] = [];
  const logs: RecordingContext['logs'] = [];
  return {
    jobId: 'job-1',
    userId: 'user-1',
    attempt: 1,
    maxAttempts: 3,
    signal: controller.signal,
    clock: manualClock(),
    env,
    deployContext,
    providers,
    log: (level, message) => logs.push({ level, message }),
    recordUsage: (call) => {
      const known = usage.findIndex(({ id }) => id === call.id);
      if (known < 0) usage.push(call);
      else usage[known] = call;
    },
    usage,
    logs,
    abort: (reason) => controller.abort(reason),
  };
}
