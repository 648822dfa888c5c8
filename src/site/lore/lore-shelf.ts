import { z } from 'zod';
import { type ChosenLore, lore, type LoreKind, loreKinds } from '../../tasks/lore/lore-contract.ts';
import type { LoreItem } from './generators.ts';

/** Items on the shelf at most; the oldest ones that are not chosen make room. */
const mostItems = 200;
/** Of each kind a story takes so many. */
const mostChosen = 10;
/** The jobs whose items have been put on the shelf are remembered as long as jobs themselves are kept. */
const mostJobs = 200;

/** An item of lore that is kept in this browser. */
export interface ShelfItem {
  /** The job that wrote it, and its place there. */
  readonly id: string;
  readonly kind: LoreKind;
  readonly item: LoreItem;
  /** Whether it is a sample. */
  readonly sample: boolean;
  /** Whether it is to be in the next story. */
  readonly chosen: boolean;
}

/** The lore to make worlds of: newest first. */
export interface Shelf {
  /** What was last written about; empty before that. */
  readonly theme: string;
  readonly items: readonly ShelfItem[];
  /** Jobs whose items were put here once: what has been taken off the shelf stays off. */
  readonly jobIds: readonly string[];
}

export const emptyShelf: Shelf = { theme: '', items: [], jobIds: [] };

const place = { id: z.string(), sample: z.boolean(), chosen: z.boolean() };
const stored = z.object({
  theme: z.string(),
  items: z.array(
    z.discriminatedUnion('kind', [
      z.object({ ...place, kind: z.literal('characters'), item: lore.characters }),
      z.object({ ...place, kind: z.literal('factions'), item: lore.factions }),
      z.object({ ...place, kind: z.literal('settings'), item: lore.settings }),
      z.object({ ...place, kind: z.literal('events'), item: lore.events }),
      z.object({ ...place, kind: z.literal('relics'), item: lore.relics }),
    ]),
  ),
  jobIds: z.array(z.string()),
});

/** Reads a shelf that was stored; an empty one where it cannot be read. */
export function parseShelf(text: string | null): Shelf {
  try {
    const parsed = stored.safeParse(JSON.parse(text ?? 'null'));
    return parsed.success ? parsed.data : emptyShelf;
  } catch {
    return emptyShelf;
  }
}

/** What one job wrote. */
export interface Written {
  readonly jobId: string;
  readonly kind: LoreKind;
  readonly items: readonly LoreItem[];
  readonly sample: boolean;
}

/** Puts what a job wrote in front, chosen as far as a story takes so many. The same job changes nothing twice. */
export function withWritten(shelf: Shelf, { jobId, kind, items, sample }: Written): Shelf {
  if (shelf.jobIds.includes(jobId)) return shelf;
  const free = mostChosen - chosenOf(shelf, kind).length;
  const added = items.map((item, index) => ({
    id: itemId(jobId, index),
    kind,
    item,
    sample,
    chosen: index < free,
  }));
  const all = [...added, ...shelf.items];
  const room = mostItems - all.filter(({ chosen }) => chosen).length;
  const spare = all.filter(({ chosen }) => !chosen).slice(0, Math.max(0, room));
  return {
    ...shelf,
    items: all.filter((item) => item.chosen || spare.includes(item)),
    jobIds: [jobId, ...shelf.jobIds].slice(0, mostJobs),
  };
}

/** The id of a job's item, whether it is on the shelf or not. */
export function itemId(jobId: string, index: number): string {
  return `${jobId}-${index}`;
}

/** Puts back what was taken off of a job's items; those that are there stay as they are. */
export function withPutBack(shelf: Shelf, written: Written): Shelf {
  const ids = written.items.map((_, index) => itemId(written.jobId, index));
  const kept = shelf.items.filter(({ id }) => ids.includes(id));
  const fresh = withWritten(
    {
      ...shelf,
      items: shelf.items.filter(({ id }) => !ids.includes(id)),
      jobIds: shelf.jobIds.filter((id) => id !== written.jobId),
    },
    written,
  );
  return { ...fresh, items: fresh.items.map((item) => kept.find(({ id }) => id === item.id) ?? item) };
}

/** Chooses an item or leaves it out; one more than a story takes is left out. */
export function withChosen(shelf: Shelf, id: string, chosen: boolean): Shelf {
  return {
    ...shelf,
    items: shelf.items.map((item) =>
      item.id === id ? { ...item, chosen: chosen && canChoose(shelf, item.kind) } : item,
    ),
  };
}

/** Whether a story has room for one more of a kind. */
export function canChoose(shelf: Shelf, kind: LoreKind): boolean {
  return chosenOf(shelf, kind).length < mostChosen;
}

export function without(shelf: Shelf, id: string): Shelf {
  return { ...shelf, items: shelf.items.filter((item) => item.id !== id) };
}

export function chosenOf(shelf: Shelf, kind: LoreKind): readonly ShelfItem[] {
  return shelf.items.filter((item) => item.kind === kind && item.chosen);
}

/** The chosen items as create-world takes them, and as the generators take lore that is there already. */
export function chosenLoreOf(shelf: Shelf): ChosenLore {
  return Object.fromEntries(
    loreKinds.map((kind) => [kind, chosenOf(shelf, kind).map(({ item }) => item)]),
  ) as ChosenLore;
}
