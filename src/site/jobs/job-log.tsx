import { useState } from 'react';
import type { JobLogLine, JobSnapshot } from '../../overtime/index.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { SegmentedControl } from '../ui/segmented-control.tsx';
import { useJobLogs } from './use-job-logs.ts';

const levels = [
  { value: 'all', label: 'All' },
  { value: 'warnings', label: 'Warnings and errors' },
] as const;

const time = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });

/** What a job wrote down while it worked. */
export function JobLog({ snapshot }: { readonly snapshot: JobSnapshot }) {
  const { lines, failed, refresh } = useJobLogs(snapshot);
  const [shown, setShown] = useState<(typeof levels)[number]['value']>('all');
  const visible = lines?.filter(({ level }) => shown === 'all' || level === 'warn' || level === 'error');
  const severalAttempts = lines?.some(({ attempt }) => attempt > 1) === true;

  return (
    <Card
      title="Log"
      busy={lines === null && !failed}
      action={
        lines !== null &&
        lines.length > 0 && (
          <SegmentedControl
            label="Lines to show"
            showLabel={false}
            choices={levels}
            value={shown}
            onChange={setShown}
          />
        )
      }
    >
      {failed && (
        <div className="flex flex-wrap items-center gap-3 text-sm">
          <p role="alert">The log could not be loaded.</p>
          <Button onClick={refresh}>Reload</Button>
        </div>
      )}
      {lines === null && !failed && <span className="rubric-line" />}
      {visible?.length === 0 && (
        <p className="text-sm text-ink-soft">
          {lines?.length === 0 ? 'No entries. A task logs only what is unusual.' : 'No warnings or errors.'}
        </p>
      )}
      {visible !== undefined && visible.length > 0 && (
        <ol className="grid gap-2 text-sm">
          {visible.map((line) => (
            <LogLine key={line.id} line={line} showsAttempt={severalAttempts} />
          ))}
        </ol>
      )}
    </Card>
  );
}

const levelLooks = {
  debug: 'bg-paper text-ink-soft',
  info: 'bg-paper text-ink-soft',
  warn: 'bg-lamp-soft text-ink',
  error: 'bg-danger-soft text-danger',
} as const;

interface LogLineProps {
  readonly line: JobLogLine;
  readonly showsAttempt: boolean;
}

function LogLine({ line: { attempt, level, message, details, at }, showsAttempt }: LogLineProps) {
  const detail = detailText(details);
  return (
    <li className="flex flex-wrap gap-x-3 sm:grid sm:grid-cols-[6.5rem_3.5rem_1fr]">
      <time dateTime={at} className="text-ink-soft tabular-nums">
        {time.format(new Date(at))}
        {showsAttempt && <span className="sm:hidden"> · attempt {attempt}</span>}
      </time>
      <span className={`w-fit self-start rounded px-1.5 text-xs leading-5 ${levelLooks[level]}`}>
        {level}
      </span>
      <div className="w-full min-w-0">
        <p className="wrap-anywhere">
          {message}
          {showsAttempt && <span className="text-ink-soft max-sm:hidden"> (attempt {attempt})</span>}
        </p>
        {detail !== '' && <p className="wrap-anywhere text-ink-soft">{detail}</p>}
      </div>
    </li>
  );
}

/** Such as `provider: gemini · status: 429`; what is empty is left out. */
function detailText(details: JobLogLine['details']): string {
  return Object.entries(details ?? {})
    .filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0))
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' · ');
}
