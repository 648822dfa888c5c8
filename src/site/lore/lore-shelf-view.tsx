import { useId } from 'react';
import { type LoreKind, loreKinds } from '../../tasks/lore/lore-contract.ts';
import { counted } from '../ui/format.ts';
import { LoreCard, LoreCardToCome } from './lore-card.tsx';
import { kindWords } from './lore-face.ts';
import { canChoose, itemId, withChosen, without, type Shelf, type Written } from './lore-shelf.ts';
import type { ShelfHandle } from './use-shelf.ts';

export interface LoreShelfViewProps {
  readonly handle: ShelfHandle;
  /** What the job in view has written so far and is not on the shelf yet. */
  readonly arriving: Written | null;
  /** Whether more is to come from it. */
  readonly writing: boolean;
  /** Shown first. */
  readonly first: LoreKind;
}

/** The shelf, kind by kind, with what is being written in its place. */
export function LoreShelfView({ handle, arriving, writing, first }: LoreShelfViewProps) {
  const order = [first, ...loreKinds.filter((kind) => kind !== first)];
  return (
    <div className="grid gap-8">
      {order.map((kind) => (
        <KindSection
          key={kind}
          kind={kind}
          handle={handle}
          arriving={arriving?.kind === kind ? arriving : null}
          writing={writing && arriving?.kind === kind}
        />
      ))}
    </div>
  );
}

type KindSectionProps = Omit<LoreShelfViewProps, 'first'> & { readonly kind: LoreKind };

function KindSection({ kind, handle, arriving, writing }: KindSectionProps) {
  const id = useId();
  const { shelf, change } = handle;
  const kept = shelf.items.filter((item) => item.kind === kind);
  const fresh = arriving?.items.map((item, index) => ({
    id: itemId(arriving.jobId, index),
    item,
    sample: arriving.sample,
    chosen: null,
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
        <p className="text-sm text-ink-soft">{chosenText(shelf, kind, cards.length)}</p>
      </div>
      <ul className="mt-3 grid items-start gap-3 xl:grid-cols-2">
        {cards.map(({ id: cardId, item, sample, chosen }) => (
          <LoreCard
            key={cardId}
            kind={kind}
            item={item}
            sample={sample}
            choice={
              chosen === null
                ? null
                : {
                    chosen,
                    canChoose: canChoose(shelf, kind),
                    onChoose: (choice) => change((current) => withChosen(current, cardId, choice)),
                    onRemove: () => change((current) => without(current, cardId)),
                  }
            }
          />
        ))}
        {writing && <LoreCardToCome />}
      </ul>
    </section>
  );
}

function chosenText(shelf: Shelf, kind: LoreKind, count: number): string {
  const chosen = shelf.items.filter((item) => item.kind === kind && item.chosen).length;
  const room = canChoose(shelf, kind) ? '' : ', as many as a story takes';
  return `${counted(count, kindWords[kind].one)} · ${chosen} chosen${room}`;
}
