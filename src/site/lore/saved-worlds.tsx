import { useId } from 'react';
import { formatMoment } from '../ui/format.ts';
import { useRows } from '../use-rows.ts';

interface WorldLine {
  readonly id: string;
  readonly title: string;
  readonly theme: string;
  readonly sample: boolean;
  readonly created_at: string;
}

/** As many as are listed; older ones stay readable by their address. */
const shownCount = 100;

/** The user's worlds, newest first, each a way to read it again. */
export function SavedWorlds() {
  const id = useId();
  const { rows, problem } = useRows<WorldLine>(['worlds'], (supabase, signal) =>
    supabase
      .from('worlds')
      .select('id, title, theme, sample, created_at')
      .order('created_at', { ascending: false })
      .limit(shownCount)
      .abortSignal(signal),
  );
  return (
    <section aria-labelledby={id} aria-busy={rows === null && problem === null}>
      <h2 id={id} className="text-sm font-medium text-ink-soft">
        Your worlds
      </h2>
      {problem !== null && rows === null && <p className="mt-4 text-sm text-ink-soft">{problem}</p>}
      {rows === null && problem === null && (
        <div className="mt-4 grid gap-3">
          <span className="rubric-line" />
          <span className="rubric-line w-2/3" />
        </div>
      )}
      {rows?.length === 0 && (
        <p className="mt-4 text-sm text-ink-soft">None yet. Finished stories are kept here.</p>
      )}
      <ul className="mt-2 divide-y divide-line">
        {rows?.map((world) => (
          <li key={world.id}>
            <a href={`/worlds?world=${encodeURIComponent(world.id)}`} className="recent-job">
              <span className="min-w-0">
                <span dir="auto" className="block font-medium">
                  {world.title}
                </span>
                <span className="block text-ink-soft">
                  {world.theme} · {formatMoment(world.created_at)}
                </span>
              </span>
              {world.sample && <span className="tag">Sample</span>}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
