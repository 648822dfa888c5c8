import type { SupabaseClient } from '@supabase/supabase-js';
import { applyChanges, type JobChanges, type JobMessage } from '../changes.ts';
import { isTerminal, type JobSnapshot, type StageSnapshot } from '../job.ts';
import { isRecord } from './call-api.ts';

/** The part of supabase-js that receives messages. */
export type SupabaseChannels = Pick<SupabaseClient, 'channel' | 'removeChannel' | 'realtime'>;

/** A job as its row has it, and that version. */
export interface KnownJob<Snapshot> {
  readonly version: number;
  readonly snapshot: Snapshot;
}

/** A job's messages as they come. */
export interface JobMessages {
  /** `live` while they arrive, `joining` before the first answer, `broken` where there are none. */
  state(): 'joining' | 'live' | 'broken';
  /** Those that have come since the last call. */
  take(): readonly JobMessage[];
  /** Calls `listener` after every message, and when the channel opens or closes. Returns a function that stops it. */
  onChange(listener: () => void): () => void;
  readonly after: typeof afterMessage;
  /** Leaves the channel. */
  end(): void;
}

/**
 * Joins a job's channel over Supabase Realtime (`supabase/schemas/overtime/70_realtime.sql`). A project without it
 * refuses the channel.
 */
export function followMessages(supabase: SupabaseChannels, jobId: string): JobMessages {
  const listeners = new Set<() => void>();
  let state: ReturnType<JobMessages['state']> = 'joining';
  let messages: JobMessage[] = [];
  const heard = (message?: JobMessage) => {
    if (message) messages.push(message);
    for (const listener of listeners) listener();
  };

  const channel = supabase
    .channel(`job:${jobId}`, { config: { private: true } })
    .on('broadcast', { event: 'job' }, ({ payload }: { payload?: unknown }) => {
      if (isRecord(payload) && typeof payload.version === 'number') heard(payload as unknown as JobMessage);
    });
  let ended = false;
  const join = async () => {
    // A private channel is joined as the user.
    await supabase.realtime.setAuth();
    if (ended) return;
    channel.subscribe((now) => {
      state = !ended && (now as string) === 'SUBSCRIBED' ? 'live' : 'broken';
      // What came before the channel was joined was not heard here.
      heard(state === 'live' ? { since: 0, version: Infinity } : undefined);
    });
  };
  join().catch(() => {
    state = 'broken';
    heard();
  });

  return {
    after: afterMessage,
    state: () => state,
    take() {
      const taken = messages;
      messages = [];
      return taken;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    end() {
      ended = true;
      state = 'broken';
      void supabase.removeChannel(channel).then(() => endConnection(supabase));
    },
  };
}

/** A connection without channels stays open for 50 s. A page may need it again; a program in Node would not end before. */
function endConnection({ realtime }: SupabaseChannels): void {
  if (typeof document === 'undefined' && realtime.getChannels().length === 0) void realtime.disconnect();
}

/**
 * The job after a message: as it is shown, and as its row has become. `end` and `gap` where it is to be read: it has
 * ended, or the message builds on a version that is not known. Null for a message that says nothing new.
 */
export function afterMessage<Snapshot extends JobSnapshot>(
  known: KnownJob<Snapshot> | null,
  { since, version, status, changes, stages = [], ahead }: JobMessage,
): { readonly shown: Snapshot; readonly known: KnownJob<Snapshot> } | 'end' | 'gap' | null {
  if (known !== null && version < known.version) return null;
  if (status !== undefined && isTerminal(status)) return 'end';
  if (known === null || since !== known.version || changes === undefined) {
    return known !== null && version === known.version ? null : 'gap';
  }
  const row = withChanges(known.snapshot, { changes, stages });
  return { shown: ahead ? withChanges(row, ahead) : row, known: { version, snapshot: row } };
}

function withChanges<Snapshot extends JobSnapshot>(job: Snapshot, { changes, stages }: JobChanges): Snapshot {
  const changed = applyChanges(job, changes) as Snapshot;
  return { ...changed, stages: stages.reduce(withStage, changed.stages) };
}

/** The stages with one of them changed. An item that is new stands in place of its stage before it began, or behind it. */
function withStage(stages: readonly StageSnapshot[], changed: StageSnapshot): StageSnapshot[] {
  const of = (item: number) =>
    stages.findIndex((stage) => stage.name === changed.name && stage.item === item);
  const at = of(changed.item);
  if (at >= 0) return stages.with(at, changed);
  const placeholder = of(0);
  if (placeholder >= 0) return stages.with(placeholder, changed);
  const last = stages.findLastIndex(({ name }) => name === changed.name);
  return stages.toSpliced(last < 0 ? stages.length : last + 1, 0, changed);
}
