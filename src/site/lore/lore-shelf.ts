import { type ChosenLore, lore, type LoreKind, loreKinds } from '../../tasks/lore/lore-contract.ts';
import type { LoreItem } from './generators.ts';

/** Of each kind a story takes so many; the database chooses no more. */
const mostChosen = 10;

/** An item of lore that is kept, with what the user edited of it: a row of `edited_lore`. */
export interface ShelfItem {
  readonly id: number;
  /** The job that wrote it, and its place there. */
  readonly job_id: string;
  readonly item_index: number;
  readonly kind: LoreKind;
  readonly item: LoreItem;
  /** What the world is about that it was written for. */
  readonly theme: string;
  /** Whether it is a sample. */
  readonly sample: boolean;
  /** Whether it is to be in the next story. */
  readonly chosen: boolean;
  /** Whether it was removed, and can be put back. */
  readonly removed: boolean;
}

/** Whether the item has the fields of its kind: the table takes any object. One that breaks a bound can be edited. */
export function isLore({ kind, item }: { readonly kind: LoreKind; readonly item: unknown }): boolean {
  const { error } = lore[kind].safeParse(item);
  return error === undefined || error.issues.every(({ code }) => code !== 'invalid_type');
}

/** What one job wrote. */
export interface Written {
  readonly jobId: string;
  readonly kind: LoreKind;
  readonly items: readonly LoreItem[];
  readonly sample: boolean;
}

/** Names an item of a job, whether it is on the shelf or not. */
export function itemName(jobId: string, index: number): string {
  return `${jobId}-${index}`;
}

/** Where the edits of an item are: subject and part in public.edits. */
export type EditedAs = Pick<ShelfItem, 'job_id' | 'item_index'>;
export const editedAs = ({ job_id, item_index }: EditedAs) => ({
  subject: `lore:${job_id}`,
  part: `item:${item_index}`,
});

/** Whether a story has room for one more of a kind. */
export function canChoose(items: readonly ShelfItem[], kind: LoreKind): boolean {
  return chosenOf(items, kind).length < mostChosen;
}

export function chosenOf(items: readonly ShelfItem[], kind: LoreKind): readonly ShelfItem[] {
  return items.filter((item) => item.kind === kind && item.chosen);
}

/** The chosen items as create-world takes them, and as the generators take lore that is there already. */
export function chosenLoreOf(items: readonly ShelfItem[]): ChosenLore {
  return Object.fromEntries(
    loreKinds.map((kind) => [kind, chosenOf(items, kind).map(({ item }) => item)]),
  ) as ChosenLore;
}
