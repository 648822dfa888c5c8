import { Check, Copy, Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ResultOf } from '../../contract.ts';
import type { extractRubric } from '../../tasks/extract-rubric/contract.ts';
import { RubricTable } from './rubric-table.tsx';

export interface RubricResultProps {
  readonly result: ResultOf<typeof extractRubric>;
  /** What it took, in a line. */
  readonly summary: string;
}

/** The finished rubric, to read and to take along. */
export function RubricResult({ result, summary }: RubricResultProps) {
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <p role="status" className="text-sm text-ink-soft">
          {summary}
        </p>
        <div className="flex flex-wrap gap-3 print:hidden">
          <CopyButton text={result.rubricText} />
          <button
            type="button"
            className="button"
            onClick={() => download(result.rubric.title, result.rubricText)}
          >
            <Download aria-hidden="true" className="size-4" />
            Download
          </button>
        </div>
      </div>
      <RubricTable rubric={result.rubric} state="finished" />
    </>
  );
}

function CopyButton({ text }: { text: string }) {
  const [outcome, setOutcome] = useState<'copied' | 'refused' | null>(null);

  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => setOutcome(null), 4000);
    return () => clearTimeout(timer);
  }, [outcome]);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('copied');
    } catch {
      // No permission, or a page that is not served securely.
      setOutcome('refused');
    }
  };

  const Icon = outcome === 'copied' ? Check : Copy;
  return (
    <>
      <button type="button" className="button" onClick={() => void copy()}>
        <Icon aria-hidden="true" className="size-4" />
        {outcome === 'copied' ? 'Copied' : 'Copy as Markdown'}
      </button>
      <span role="status" className={outcome === 'refused' ? 'self-center text-sm text-danger' : 'sr-only'}>
        {outcome === 'copied' && 'The rubric is in the clipboard.'}
        {outcome === 'refused' && 'The browser refused. Download it instead.'}
      </span>
    </>
  );
}

function download(title: string, markdown: string): void {
  const url = URL.createObjectURL(new Blob([markdown], { type: 'text/markdown;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${title.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '') || 'rubric'}.md`;
  link.click();
  // Some browsers read the address only after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
