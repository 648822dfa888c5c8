import type { SupabaseClient } from '@supabase/supabase-js';
import { isTerminal, jobStatuses, type JobStatus } from '../job.ts';
import { isRecord } from './call-api.ts';

/** The part of supabase-js that brings messages. */
export type SupabaseChannels = Pick<SupabaseClient, 'channel' | 'removeChannel' | 'realtime'>;

/** What has been hinted since the last read of a job. */
export interface JobHints {
  /** True while messages arrive: reads may then be rare. */
  isLive(): boolean;
  /** The most urgent hint since `forget`: `end` when the job has ended, `news` for any other change. */
  latest(): 'end' | 'news' | null;
  forget(): void;
  /** Calls `listener` after every hint, and when the messages begin or end to arrive. Returns what ends it. */
  onChange(listener: () => void): () => void;
  /** Leaves the channel. */
  end(): void;
}

/**
 * Follows a job's messages over Supabase Realtime (`supabase/schemas/overtime/70_realtime.sql`). They are hints and
 * nothing else: what a message says is never shown, and a lost one is made up for by the next read. A
 * project without Realtime refuses the channel, and everything is as without hints.
 */
export function followHints(supabase: SupabaseChannels, jobId: string): JobHints {
  const listeners = new Set<() => void>();
  let live = false;
  let latest: 'end' | 'news' | null = null;
  const changed = () => {
    for (const listener of listeners) listener();
  };

  const channel = supabase
    .channel(`job:${jobId}`, { config: { private: true } })
    .on('broadcast', { event: 'job' }, ({ payload }: { payload?: unknown }) => {
      const status = isRecord(payload) ? payload.status : undefined;
      const ended = (jobStatuses as readonly unknown[]).includes(status) && isTerminal(status as JobStatus);
      latest = ended || latest === 'end' ? 'end' : 'news';
      changed();
    });
  let ended = false;
  const join = async () => {
    // A private channel is joined as the user.
    await supabase.realtime.setAuth();
    if (ended) return;
    channel.subscribe((state) => {
      live = !ended && (state as string) === 'SUBSCRIBED';
      // What happened before the channel was joined has not been hinted.
      if (live) latest ??= 'news';
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
