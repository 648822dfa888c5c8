import { useId } from 'react';
import { type LoreKind, loreKinds } from '../../tasks/lore/lore-contract.ts';
import { counted } from '../ui/format.ts';
import { LoreCard, LoreCardToCome } from './lore-card.tsx';
import { kindWords } from './lore-face.ts';
import { canChoose, chosenOf, itemName, type ShelfItem, type Written } from './lore-shelf.ts';
import type { Shelf } from './use-shelf.ts';

export interface LoreShelfViewProps {
  readonly shelf: Shelf;
  /** What the job in view has written so far and is not on the shelf yet. */
  readonly arriving: Written | null;
  /** Whether more is to come from it. */
  readonly writing: boolean;
  /** Shown first. */
  readonly first: LoreKind;
}

/** The shelf, kind by kind, with what is being written in its place. */
export function LoreShelfView({ shelf, arriving, writing, first }: LoreShelfViewProps) {
  const order = [first, ...loreKinds.filter((kind) => kind !== first)];
  return (
    <div className="grid gap-8">
      {order.map((kind) => (
        <KindSection
          key={kind}
          kind={kind}
          shelf={shelf}
          arriving={arriving?.kind === kind ? arriving : null}
          writing={writing && arriving?.kind === kind}
        />
      ))}
    </div>
  );
}

type KindSectionProps = Omit<LoreShelfViewProps, 'first'> & { readonly kind: LoreKind };

function KindSection({ kind, shelf, arriving, writing }: KindSectionProps) {
  const id = useId();
  const items = shelf.items ?? [];
  const fresh = arriving?.items.map((item, index) => ({
    name: itemName(arriving.jobId, index),
    item,
    sample: arriving.sample,
    kept: null,
  }));
  const kept = items
    .filter((row) => row.kind === kind)
    .map((row) => ({
      name: itemName(row.job_id, row.item_index),
      item: row.item,
      sample: row.sample,
      kept: row,
    }));
  // One list, so that a card stays what it is when its item is put on the shelf.
  const cards = [...(fresh ?? []), ...kept];
  if (cards.length === 0 && !writing) return null;
  return (
    <section aria-labelledby={id} aria-busy={writing}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id={id} className="text-lg font-semibold">
          {kindWords[kind].title}
        </h2>
        <p className="text-sm text-ink-soft">{chosenText(items, kind, cards.length)}</p>
      </div>
      <ul className="mt-3 grid items-start gap-3 xl:grid-cols-2">
        {cards.map(({ name, item, sample, kept: row }) => (
          <LoreCard
            key={name}
            kind={kind}
            item={item}
            sample={sample}
            choice={
              row && {
                row,
                chosen: row.chosen,
                canChoose: canChoose(items, kind),
                onChoose: (chosen) => void shelf.change([row], { chosen }),
                onRemove: () => void shelf.change([row], { removed: true }),
              }
            }
          />
        ))}
        {writing && <LoreCardToCome />}
      </ul>
    </section>
  );
}

function chosenText(items: readonly ShelfItem[], kind: LoreKind, count: number): string {
  const room = canChoose(items, kind) ? '' : ', as many as a story takes';
  return `${counted(count, kindWords[kind].one)} · ${chosenOf(items, kind).length} chosen${room}`;
}
