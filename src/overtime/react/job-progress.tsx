import { useEffect, useId, useRef, type ReactNode } from 'react';
import type { ApiError } from '../client.ts';
import type { Contract } from '../contract.ts';
import { isTerminal, type JobSnapshot, type StageStatus } from '../job.ts';
import { type JobProgressTexts, jobProgressTexts, textKey } from './job-progress-texts.ts';
import { formatDuration, msToNextAttempt, useElapsedMs } from './use-elapsed-ms.ts';

export interface JobProgressProps {
  /** Null until the first snapshot arrives. */
  readonly snapshot: JobSnapshot | null;
  /** The contract's stages, shown before the server has listed any. */
  readonly stages: Contract['stages'];
  /** False on a page that lists the stages itself. Default true. */
  readonly listsStages?: boolean;
  /** Shown as a button while the job runs. */
  readonly onCancel?: () => void;
  /** Shown as a button once the job has failed or was cancelled. */
  readonly onRetry?: () => void;
  /** True disables the buttons. */
  readonly busy?: boolean;
  /** Why reads fail at the moment. */
  readonly trouble?: ApiError | null;
  /** Added to the outermost element's `job-progress`. */
  readonly className?: string;
  /** Replaces what it says, such as `{ failed: 'Extraction failed' }`. Default: plain English. */
  readonly texts?: Partial<JobProgressTexts>;
  /** Beside the buttons. */
  readonly children?: ReactNode;
}

/**
 * Shows a job's progress: bar, stages, message, time, cancel and retry.
 *
 * It brings no styles beyond the bar's width. Style the classes `job-progress`, `-head`, `-headline`,
 * `-time`, `-bar`, `-fill`, `-message`, `-wait`, `-trouble`, `-error`, `-stages`, `-stage`, `-actions`
 * (each with the prefix `job-progress`); the root and each stage carry `data-status`.
 */
export function JobProgress(props: JobProgressProps) {
  const { snapshot, stages, onCancel, onRetry, className, children } = props;
  const { listsStages = true, busy = false, trouble = null } = props;
  const texts = { ...jobProgressTexts, ...props.texts };
  const headlineId = useId();
  const elapsedMs = useElapsedMs(snapshot);
  const status = snapshot?.status ?? 'pending';
  const percent = Math.round(snapshot?.progress ?? 0);
  const running = !isTerminal(status);
  const waitMs = msToNextAttempt(snapshot, elapsedMs);
  const canRetry = status === 'failed' || status === 'cancelled';

  const headline = useRef<HTMLHeadingElement>(null);
  const shown = useRef({ status, jobId: snapshot?.jobId, pressed: false });
  useEffect(() => {
    // The button that was pressed is gone: keyboards and screen readers go on at what came of it.
    const { pressed, ...before } = shown.current;
    if (before.status === status && before.jobId === snapshot?.jobId) return;
    const isLost = document.activeElement === null || document.activeElement === document.body;
    if (pressed && isLost) headline.current?.focus();
    shown.current = { status, jobId: snapshot?.jobId, pressed: pressed && snapshot === null };
  }, [status, snapshot]);
  const press = (action: () => void) => () => {
    if (busy) return;
    shown.current.pressed = true;
    action();
  };

  return (
    <section
      className={className === undefined ? 'job-progress' : `job-progress ${className}`}
      data-status={status}
      aria-labelledby={headlineId}
    >
      <div className="job-progress-head">
        <h2 className="job-progress-headline" id={headlineId} ref={headline} tabIndex={-1}>
          {headlineOf(snapshot, texts)}
        </h2>
        <p className="job-progress-time">
          {running && <span>{percent} %</span>}
          {elapsedMs !== null && (
            // A screen reader that announced a clock every second would drown everything else.
            <span role="timer" aria-live="off">
              {formatDuration(elapsedMs)}
            </span>
          )}
        </p>
      </div>

      <div
        className="job-progress-bar"
        role="progressbar"
        aria-labelledby={headlineId}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
      >
        <div className="job-progress-fill" style={{ width: `${percent}%` }} />
      </div>

      <div aria-live="polite">
        <p className="job-progress-message" dir="auto">
          {messageOf(snapshot, stages, texts)}
        </p>
        {running && trouble !== null && <p className="job-progress-trouble">{texts.connectionLost}</p>}
        {snapshot?.status === 'failed' && (
          <p className="job-progress-error">
            {texts.errorCode} <code>{snapshot.errorCode}</code>
          </p>
        )}
      </div>

      {waitMs !== null && (
        <p className="job-progress-wait" role="timer" aria-live="off">
          {(snapshot?.attempt === 0 ? texts.startsIn : texts.nextAttemptIn)(formatDuration(waitMs))}
        </p>
      )}

      {listsStages && (
        <ol className="job-progress-stages">
          {stagesOf(snapshot, stages, texts).map((stage) => (
            <li
              key={stage.name}
              className="job-progress-stage"
              data-status={stage.status}
              aria-current={stage.status === 'processing' ? 'step' : undefined}
            >
              <span className="job-progress-stage-title">{stage.title}</span>{' '}
              <span className="job-progress-stage-status">
                {texts[textKey('stage', stage.status)]}
                {stage.reason !== null && `: ${stage.reason}`}
              </span>
            </li>
          ))}
        </ol>
      )}

      <div className="job-progress-actions">
        {running && onCancel !== undefined && (
          <button type="button" onClick={press(onCancel)} aria-disabled={busy}>
            {texts.cancel}
          </button>
        )}
        {canRetry && onRetry !== undefined && (
          <button type="button" onClick={press(onRetry)} aria-disabled={busy}>
            {texts.retry}
          </button>
        )}
        {children}
      </div>
    </section>
  );
}

function headlineOf(snapshot: JobSnapshot | null, texts: JobProgressTexts): string {
  if (snapshot?.status !== 'pending' || snapshot.waitsFor === null)
    return texts[snapshot?.status ?? 'pending'];
  if (snapshot.waitsFor === 'time' && snapshot.attempt > 0) return texts.pendingRetry;
  return texts[textKey('pending', snapshot.waitsFor)];
}

function messageOf(
  snapshot: JobSnapshot | null,
  stages: Contract['stages'],
  texts: JobProgressTexts,
): string {
  if (snapshot === null) return texts.loading;
  switch (snapshot.status) {
    case 'pending':
      // After a failed attempt the message says why it waits.
      return snapshot.message ?? texts[textKey('waitsFor', snapshot.waitsFor ?? 'worker')];
    case 'processing': {
      const again = snapshot.attempt > 1 ? ` ${texts.attempt(snapshot.attempt, snapshot.maxAttempts)}` : '';
      // A stage that says nothing of its own is what the job is at.
      const at = snapshot.stage === null ? undefined : stages[snapshot.stage]?.title;
      return `${snapshot.message ?? at ?? texts.started}${again}`;
    }
    case 'completed':
      return snapshot.message ?? texts.resultReady;
    case 'failed':
      return snapshot.error;
    case 'cancelled':
      return texts.cancelledByUser;
  }
}

interface StageLine {
  readonly name: string;
  readonly title: string;
  readonly status: StageStatus;
  readonly reason: string | null;
}

/** In the contract's order; started numbered items of a stage are summed up. */
function stagesOf(
  snapshot: JobSnapshot | null,
  stages: Contract['stages'],
  texts: JobProgressTexts,
): StageLine[] {
  return Object.entries(stages).map(([name, { title }]) => {
    const begun = snapshot?.stages.filter((stage) => stage.name === name) ?? [];
    const [only] = begun;
    if (only === undefined) return { name, title, status: 'pending', reason: null };
    if (begun.length === 1 && only.item === 0)
      return { name, title, status: only.status, reason: only.reason };

    const has = (status: StageStatus) => begun.some((stage) => stage.status === status);
    const done = begun.filter(({ status }) => status === 'completed').length;
    const more = snapshot !== null && !isTerminal(snapshot.status) && snapshot.stage === name;
    const status =
      (['processing', 'failed'] as const).find(has) ??
      (more ? 'processing' : has('completed') ? 'completed' : only.status);
    const reason = begun.find((stage) => stage.reason !== null)?.reason ?? null;
    return { name, title, status, reason: reason ?? texts.itemsDone(done) };
  });
}
