import type { ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { formatMoment } from '../ui/format.ts';
import type { Edits } from './use-edits.ts';

export interface VersionListProps<Content> {
  readonly edits: Edits<Content>;
  readonly part?: string;
  /** Above the list. Default: that these are versions. */
  readonly title?: string;
  /** What the result itself is called in the list. */
  readonly original: string;
  /** When it came, where a version may be older than the result. */
  readonly originalAt?: string;
  /** What is said of a version. Default: that it was edited. */
  readonly describe?: (content: Content) => string;
  /** A version to look at, on request. Default: none. */
  readonly renderVersion?: (content: Content) => ReactNode;
}

/** The versions of a part, the newest first, each of which can be brought back. Nothing where there is one alone. */
export function VersionList<Content>({
  edits,
  part = '',
  title = 'Versions',
  original,
  originalAt,
  describe = () => 'Edited',
  renderVersion,
}: VersionListProps<Content>) {
  const { busy } = edits.action;
  // What is null is no version, but the return to the result.
  const versions = (edits.versions ?? []).flatMap(({ id, part: of, content, note, created_at }) =>
    of === part && content !== null ? [{ id, content, note, at: created_at }] : [],
  );
  if (versions.length === 0) return null;
  const current = edits.latest(part, originalAt)?.id ?? 0;
  const byTime = [
    ...versions.map((version) => ({ ...version, words: describe(version.content) })),
    { id: 0, content: null, note: null, at: originalAt, words: original },
  ].toSorted((a, b) => timeOf(b.at) - timeOf(a.at));
  return (
    <details className="text-sm print:hidden">
      <summary className="w-fit cursor-pointer text-ink-soft">
        {title} ({byTime.length})
      </summary>
      <ol className="mt-3 grid gap-2">
        {byTime.map(({ id, content, note, at, words }) => {
          const line = `${words}${at === undefined ? '' : `, ${formatMoment(at)}`}${note === null ? '' : `: ${note}`}`;
          return (
            <li key={id} className="grid gap-2">
              <div className="flex flex-wrap items-center gap-x-3">
                <span className={id === current ? 'py-2' : undefined}>{line}</span>
                {id === current ? (
                  <span className="tag self-center">Current</span>
                ) : (
                  <Button
                    look="quiet"
                    busy={busy}
                    aria-label={`Restore: ${line}`}
                    onClick={() => void edits.save(content, { part })}
                  >
                    Restore
                  </Button>
                )}
              </div>
              {renderVersion !== undefined && content !== null && id !== current && (
                <details>
                  <summary className="w-fit cursor-pointer text-ink-soft">Read this version</summary>
                  <div className="mt-2">{renderVersion(content)}</div>
                </details>
              )}
            </li>
          );
        })}
      </ol>
    </details>
  );
}

/** What has no time is the oldest. */
const timeOf = (at: string | undefined) => (at === undefined ? 0 : Date.parse(at));
