import { loreKinds, type LoreKind } from '../../tasks/lore/lore-contract.ts';
import { kindWords } from './lore-face.ts';

/** The names of some lore, kind by kind. */
export function LoreNames({
  lore,
}: {
  readonly lore: Readonly<Record<LoreKind, readonly { readonly name: string }[]>>;
}) {
  return (
    <dl className="mt-2 grid gap-1 text-sm">
      {loreKinds
        .filter((kind) => lore[kind].length > 0)
        .map((kind) => (
          <div key={kind} className="flex flex-wrap gap-x-3">
            <dt className="w-24 text-ink-soft">{kindWords[kind].title}</dt>
            <dd className="min-w-0 flex-1">{lore[kind].map(({ name }) => name).join(', ')}</dd>
          </div>
        ))}
    </dl>
  );
}
