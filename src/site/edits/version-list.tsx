import { Button } from '../ui/button.tsx';
import { formatMoment } from '../ui/format.ts';
import type { Edits } from './use-edits.ts';

export interface VersionListProps<Content> {
  readonly edits: Edits<Content>;
  readonly part?: string;
  /** What the result itself is called in the list. */
  readonly original: string;
  /** What is said of a version. Default: that it was edited. */
  readonly describe?: (content: Content) => string;
}

/** The versions of a part, the newest first, each of which can be brought back. Nothing where there is one alone. */
export function VersionList<Content>({
  edits,
  part = '',
  original,
  describe = () => 'Edited',
}: VersionListProps<Content>) {
  const { busy } = edits.action;
  const versions = edits.versions?.filter((version) => version.part === part) ?? [];
  if (versions.length === 0) return null;
  const restore = (content: Content | null) => void edits.save(content, { part });
  return (
    <details className="text-sm print:hidden">
      <summary className="w-fit cursor-pointer text-ink-soft">Versions ({versions.length + 1})</summary>
      <ol className="mt-3 grid gap-2">
        {versions.map(({ id, content, note, created_at }, index) => (
          <li key={id} className="flex flex-wrap items-center gap-3">
            <span>
              {content === null ? original : describe(content)}, {formatMoment(created_at)}
              {note !== null && `: ${note}`}
            </span>
            {index === 0 ? (
              <span className="tag">Current</span>
            ) : (
              <Button look="quiet" busy={busy} onClick={() => restore(content)}>
                Restore
              </Button>
            )}
          </li>
        ))}
        <li className="flex flex-wrap items-center gap-3">
          <span>{original}</span>
          <Button look="quiet" busy={busy} onClick={() => restore(null)}>
            Restore
          </Button>
        </li>
      </ol>
    </details>
  );
}
