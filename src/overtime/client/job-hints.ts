import type { SupabaseClient } from '@supabase/supabase-js';
import { isTerminal, jobStatuses, type JobStatus } from '../job.ts';
import { isRecord } from './call-api.ts';

/** The part of supabase-js that receives messages. */
export type SupabaseChannels = Pick<SupabaseClient, 'channel' | 'removeChannel' | 'realtime'>;

/** The hints since the last read of a job. */
export interface JobHints {
  /** True while messages arrive: reads may then be rare. */
  isLive(): boolean;
  /** The most urgent hint since `forget`: `end` when the job has ended, `change` for any other change. */
  latest(): 'end' | 'change' | null;
  forget(): void;
  /** Calls `listener` after every hint, and when the channel opens or closes. Returns a function that stops it. */
  onChange(listener: () => void): () => void;
  /** Leaves the channel. */
  end(): void;
}

/**
 * Receives a job's messages over Supabase Realtime (`supabase/schemas/overtime/70_realtime.sql`). They are only
 * hints: a message's content is never shown, and the next read covers a lost one. A project without Realtime
 * refuses the channel; then the client works as without hints.
 */
export function followHints(supabase: SupabaseChannels, jobId: string): JobHints {
  const listeners = new Set<() => void>();
  let live = false;
  let latest: 'end' | 'change' | null = null;
  const changed = () => {
    for (const listener of listeners) listener();
  };

  const channel = supabase
    .channel(`job:${jobId}`, { config: { private: true } })
    .on('broadcast', { event: 'job' }, ({ payload }: { payload?: unknown }) => {
      const status = isRecord(payload) ? payload.status : undefined;
      const ended = (jobStatuses as readonly unknown[]).includes(status) && isTerminal(status as JobStatus);
      latest = ended || latest === 'end' ? 'end' : 'change';
      changed();
    });
  let ended = false;
  const join = async () => {
    // A private channel is joined as the user.
    await supabase.realtime.setAuth();
    if (ended) return;
    channel.subscribe((state) => {
      live = !ended && (state as string) === 'SUBSCRIBED';
      // Changes before the channel was joined sent no hint here.
      if (live) latest ??= 'change';
      changed();
    });
  };
  join().catch(() => {});

  return {
    isLive: () => live,
    latest: () => latest,
    forget() {
      latest = null;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    end() {
      ended = true;
      live = false;
      void supabase.removeChannel(channel);
    },
  };
}
