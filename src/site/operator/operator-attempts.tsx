import { Card } from '../ui/card.tsx';
import { formatMoment } from '../ui/format.ts';
import type { OperatorJobDetail } from './use-operator.ts';

/** The attempts that did not complete the job, with what went wrong inside. */
export function OperatorAttempts({ attempts }: Pick<OperatorJobDetail, 'attempts'>) {
  return (
    <Card title="Attempts that ended early">
      {attempts.length === 0 && <p className="text-sm text-ink-soft">None.</p>}
      {attempts.length > 0 && (
        <ol className="grid gap-4 text-sm">
          {attempts.map(({ attempt, outcome, errorCode, internalError, worker, startedAt, endedAt }) => (
            <li key={`${attempt} ${startedAt}`} className="min-w-0">
              <p>
                Attempt {attempt}: {outcome}
                {errorCode !== null && <span className="text-danger"> · {errorCode}</span>}
              </p>
              <p className="text-ink-soft">
                {formatMoment(endedAt)}
                {worker !== null && ` · ${worker}`}
              </p>
              {internalError !== null && (
                // A long line scrolls; the keyboard must be able to.
                // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
                <pre tabIndex={0} className="mt-2 max-h-80 overflow-auto rounded bg-paper p-3 text-xs">
                  {internalError}
                </pre>
              )}
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
