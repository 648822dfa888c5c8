import { useEffect, useRef } from 'react';
import { isTerminal } from '../../overtime/index.ts';
import { useJobs } from '../../overtime/react.ts';
import { gradeSubmission } from '../../tasks/grade-submission/contract.ts';
import { jobAddress } from '../pages.ts';
import { Card } from '../ui/card.tsx';
import { counted, formatMoment, statusWords } from '../ui/format.ts';
import { sentStudents } from './sent-students.ts';

/** The submissions that are being graded, and those of this tab that could not be. Nothing where there are none. */
export function GradingNow({ onGraded }: { readonly onGraded: () => void }) {
  const { jobs } = useJobs({ task: gradeSubmission.name, limit: 100 });
  const students = sentStudents();
  const shown = jobs.filter(
    ({ jobId, status }) => !isTerminal(status) || (status === 'failed' && jobId in students),
  );
  const active = shown.filter(({ status }) => !isTerminal(status)).length;

  const before = useRef(active);
  useEffect(() => {
    if (active < before.current) onGraded();
    before.current = active;
  }, [active, onGraded]);

  if (shown.length === 0) return null;
  return (
    <Card
      title="Being graded"
      action={<p className="text-sm text-ink-soft">{counted(active, 'submission')} to go</p>}
    >
      <ul className="divide-y divide-line">
        {shown.map(({ jobId, status, progress, createdAt }) => (
          <li key={jobId}>
            <a href={jobAddress(gradeSubmission.name, jobId) ?? undefined} className="recent-job">
              <span className="min-w-0 truncate" dir="auto">
                {students[jobId] ?? formatMoment(createdAt)}
              </span>
              <span className="recent-job-status" data-status={status}>
                {statusWords[status]}
                {status === 'processing' && ` ${Math.round(progress)} %`}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </Card>
  );
}
