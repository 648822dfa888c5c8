import { Download } from 'lucide-react';
import { useState } from 'react';
import type { JobFile } from '../../overtime/index.ts';
import { useJobsClient } from '../../overtime/react.ts';
import { Button } from './button.tsx';
import { megabytes } from './check-file.ts';

/** The files that a job made, each a button that saves it. */
export function Downloads({ files }: { files: readonly JobFile[] }) {
  const client = useJobsClient();
  const [fetching, setFetching] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  const save = async ({ path, name }: JobFile) => {
    setFetching(path);
    setProblem(null);
    try {
      // Made when it is wanted: a URL from the page's beginning may have expired.
      window.location.assign(await client.fileUrl(path, { downloadAs: name }));
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setFetching(null);
    }
  };

  return (
    <div>
      <ul className="flex flex-wrap gap-3">
        {files.map((file) => (
          <li key={file.path}>
            <Button className="text-left" busy={fetching === file.path} onClick={() => void save(file)}>
              {fetching !== file.path && <Download aria-hidden="true" className="size-4 shrink-0" />}
              <span dir="auto" className="min-w-0 wrap-anywhere">
                {file.name}
              </span>
              <span className="font-normal whitespace-nowrap text-ink-soft">{megabytes(file.bytes)}</span>
            </Button>
          </li>
        ))}
      </ul>
      <p role="alert" className="mt-2 text-sm text-danger empty:hidden">
        {problem}
      </p>
    </div>
  );
}
