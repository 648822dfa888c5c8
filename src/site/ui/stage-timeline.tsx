import { Check, CircleDashed, CircleX, LoaderCircle, Minus, type LucideIcon } from 'lucide-react';
import {
  type Contract,
  isTerminal,
  type JobSnapshot,
  type StageSnapshot,
  type StageStatus,
} from '../../overtime/index.ts';
import { formatDuration } from '../../overtime/react.ts';

export interface StageTimelineProps {
  readonly snapshot: JobSnapshot;
  readonly stages: Contract['stages'];
  /** How many items a stage will have, by its name: the server names those that have begun. */
  readonly itemCounts?: Readonly<Record<string, number>>;
}

const looks: Readonly<Record<StageStatus, { icon: LucideIcon; className: string; words: string }>> = {
  pending: { icon: CircleDashed, className: 'text-line-strong', words: 'not started' },
  processing: { icon: LoaderCircle, className: 'text-lamp motion-safe:animate-spin', words: 'in progress' },
  completed: { icon: Check, className: 'text-done', words: 'done' },
  failed: { icon: CircleX, className: 'text-danger', words: 'failed' },
  skipped: { icon: Minus, className: 'text-ink-soft', words: 'skipped' },
};

/** The stages of a job one below the other: how far each is, what each of its items does, why one was left out. */
export function StageTimeline({ snapshot, stages, itemCounts = {} }: StageTimelineProps) {
  return (
    <ol className="grid gap-4 text-sm">
      {Object.entries(stages).map(([name, { title }]) => {
        const parts = snapshot.stages.filter((stage) => stage.name === name);
        const isCurrent = !isTerminal(snapshot.status) && snapshot.stage === name;
        const itemCount = Math.max(itemCounts[name] ?? 0, parts.length);
        return (
          <StageLine
            key={name}
            title={title}
            parts={parts}
            itemCount={itemCount}
            countIsKnown={itemCounts[name] !== undefined}
            isCurrent={isCurrent}
          />
        );
      })}
    </ol>
  );
}

interface StageLineProps {
  readonly title: string;
  /** The stage itself, or those of its items that have begun. */
  readonly parts: readonly StageSnapshot[];
  readonly itemCount: number;
  /** Whether that is how many there will be, and not how many have begun. */
  readonly countIsKnown: boolean;
  readonly isCurrent: boolean;
}

function StageLine({ title, parts, itemCount, countIsKnown, isCurrent }: StageLineProps) {
  const hasItems = parts.some(({ item }) => item > 0);
  const count = hasItems ? itemCount : 1;
  const status = statusOf(parts, count, isCurrent);
  const { icon: Icon, className, words } = looks[status];
  const doneCount = parts.filter((part) => part.status === 'completed').length;
  const reasons = new Set(parts.flatMap(({ reason }) => reason ?? []));
  const took = status === 'completed' ? milliseconds(parts) : null;

  return (
    <li
      className="grid grid-cols-[1.25rem_1fr] gap-x-2"
      data-status={status}
      aria-current={isCurrent ? 'step' : undefined}
    >
      <Icon aria-hidden="true" className={`mt-0.5 size-4 ${className}`} />
      <div className="min-w-0">
        <p className="flex justify-between gap-x-3">
          <span className={status === 'pending' || status === 'skipped' ? 'text-ink-soft' : ''}>
            {title}
            <span className="sr-only">, {words}</span>
          </span>
          {took !== null && took >= 1000 && (
            <span className="whitespace-nowrap text-ink-soft tabular-nums">{formatDuration(took)}</span>
          )}
        </p>
        {(status === 'processing' || (hasItems && status === 'failed')) && (
          <>
            <span aria-hidden="true" className="mt-1.5 flex gap-1">
              {Array.from({ length: count }, (_, index) => (
                <Meter
                  key={index}
                  part={hasItems ? parts.find(({ item }) => item === index + 1) : parts[index]}
                />
              ))}
            </span>
            {hasItems && (
              <span className="mt-1 block text-ink-soft tabular-nums">
                {countIsKnown ? `${doneCount} of ${count} done` : `${doneCount} done`}
              </span>
            )}
          </>
        )}
        {[...reasons].map((reason) => (
          <p key={reason} className={status === 'failed' ? 'text-danger' : 'text-ink-soft'}>
            {status === 'skipped' && 'Skipped: '}
            {reason}
          </p>
        ))}
      </div>
    </li>
  );
}

function Meter({ part }: { part: StageSnapshot | undefined }) {
  const progress = part?.status === 'completed' ? 100 : (part?.progress ?? 0);
  return (
    <span className="h-1 flex-1 overflow-hidden rounded-full bg-line">
      <span
        className={`block h-full rounded-full transition-[width] duration-700 motion-reduce:transition-none ${
          part?.status === 'failed' ? 'bg-danger' : part?.status === 'completed' ? 'bg-done' : 'bg-lamp'
        }`}
        style={{ width: `${progress}%` }}
      />
    </span>
  );
}

function statusOf(parts: readonly StageSnapshot[], count: number, isCurrent: boolean): StageStatus {
  const has = (status: StageStatus) => parts.some((part) => part.status === status);
  if (has('processing')) return 'processing';
  if (has('failed')) return 'failed';
  const completed = parts.filter(({ status }) => status === 'completed').length;
  if (completed > 0) return completed < count && isCurrent ? 'processing' : 'completed';
  return has('skipped') ? 'skipped' : 'pending';
}

/** From the first item's start to the last one's end. */
function milliseconds(parts: readonly StageSnapshot[]): number | null {
  const times = (moments: readonly (string | null)[]) =>
    moments.flatMap((moment) => (moment === null ? [] : [Date.parse(moment)]));
  const starts = times(parts.map(({ startedAt }) => startedAt));
  const ends = times(parts.map(({ finishedAt }) => finishedAt));
  return starts.length === 0 || ends.length === 0 ? null : Math.max(...ends) - Math.min(...starts);
}
