import '../zod-without-eval.ts';
import { Download, GraduationCap } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Field } from '../ui/field.tsx';
import { counted } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { PageHeading } from '../ui/page-heading.tsx';
import { PageTabs } from '../ui/page-tabs.tsx';
import { saveFile } from '../ui/save-file.ts';
import { useAction } from '../ui/use-action.ts';
import { useSearch } from '../use-path.ts';
import { GradePageOf } from './grade-page-of.tsx';
import { GradebookTable } from './gradebook-table.tsx';
import { gradesCsv } from './grades-csv.ts';
import { GradingNow } from './grading-now.tsx';
import { type CountedGrades, countedGrades } from './kept-grade.ts';
import { useGradebook } from './use-grades.ts';

/** All of the user's grades, or the one that `?grade=` names. */
export function GradebookPage() {
  const id = new URLSearchParams(useSearch()).get('grade');
  return id === null ? <Gradebook /> : <GradePageOf id={id} />;
}

function Gradebook() {
  const { rows, problem, refresh } = useGradebook();
  const [rubric, setRubric] = useState('');
  const all = (rows ?? []).map(countedGrades);
  const rubrics = [...new Set(all.map(({ rubricTitle }) => rubricTitle))].toSorted((a, b) =>
    a.localeCompare(b),
  );
  const shown = all.filter(({ rubricTitle }) => rubric === '' || rubricTitle === rubric);
  return (
    <>
      <PageHeading title="Gradebook">
        Every submission that was graded, with your corrections. Kept until you delete it.
      </PageHeading>
      <PageTabs path="/gradebook" />
      <div className="mt-6 grid gap-6">
        <GradingNow onGraded={refresh} />
        {problem !== null && (
          <Notice tone="danger" title={problem}>
            <Button className="mt-3" onClick={refresh}>
              Try again
            </Button>
          </Notice>
        )}
        {rows === null && problem === null && <p className="text-ink-soft">Loading the grades…</p>}
        {rows?.length === 0 && (
          <EmptyState icon={GraduationCap} title="No grades yet">
            <a href="/grade" className="link">
              Grade one submission or a whole class
            </a>
            .
          </EmptyState>
        )}
        {all.length > 0 && (
          <>
            <div className="flex flex-wrap items-end justify-between gap-4 print:hidden">
              <Field label="Rubric" className="w-full sm:w-80">
                {(control) => (
                  <select
                    {...control}
                    className="input"
                    value={rubric}
                    onChange={(event) => setRubric(event.target.value)}
                  >
                    <option value="">All rubrics</option>
                    {rubrics.map((title) => (
                      <option key={title}>{title}</option>
                    ))}
                  </select>
                )}
              </Field>
              <Exports grades={shown} title={rubric === '' ? 'Grades' : `Grades ${rubric}`} />
            </div>
            <p role="status" className="text-sm text-ink-soft">
              {counted(shown.length, 'grade')}
            </p>
            <GradebookTable grades={shown} />
          </>
        )}
      </div>
    </>
  );
}

/** The buttons that save the shown grades as files. */
function Exports({ grades, title }: { readonly grades: readonly CountedGrades[]; readonly title: string }) {
  const action = useAction();
  const saveCsv = () =>
    saveFile(new Blob([gradesCsv(grades)], { type: 'text/csv;charset=utf-8' }), title, 'csv');
  const saveWord = () =>
    action.run(async () => {
      const { gradesDocx } = await import('./grades-docx.ts');
      saveFile(await gradesDocx(title, grades), title, 'docx');
    });
  return (
    <div className="flex flex-wrap gap-3">
      <Button onClick={saveCsv}>
        <Download aria-hidden="true" className="size-4" />
        Export as CSV
      </Button>
      <Button busy={action.busy} onClick={() => void saveWord()}>
        {!action.busy && <Download aria-hidden="true" className="size-4" />}
        Export as Word
      </Button>
      {action.error !== null && (
        <p role="alert" className="self-center text-sm text-danger">
          The Word file could not be made. Reload the page and try again.
        </p>
      )}
    </div>
  );
}
