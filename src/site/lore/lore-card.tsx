import { Pencil, X } from 'lucide-react';
import { useState } from 'react';
import type { LoreKind } from '../../tasks/lore/lore-contract.ts';
import { useFocusReturn } from '../ui/use-focus-return.ts';
import type { LoreItem } from './generators.ts';
import { LoreEditor } from './lore-editor.tsx';
import type { EditedAs } from './lore-shelf.ts';
import { LoreVersions } from './lore-versions.tsx';
import { faceOf } from './lore-face.ts';

export interface LoreCardProps {
  readonly kind: LoreKind;
  readonly item: LoreItem;
  readonly sample: boolean;
  /** Null for an item that is not on the shelf yet. */
  readonly choice: {
    readonly row: EditedAs;
    readonly chosen: boolean;
    /** False when a story has no room for one more of its kind. */
    readonly canChoose: boolean;
    readonly onChoose: (chosen: boolean) => void;
    readonly onRemove: () => void;
  } | null;
}

/** One item of lore. */
export function LoreCard({ kind, item, sample, choice }: LoreCardProps) {
  const [isEditing, setIsEditing] = useState(false);
  const [isOpen, setIsOpen] = useState(false);
  const editButton = useFocusReturn(isEditing);
  if (isEditing && choice !== null) {
    return (
      <li className="lore-card">
        <LoreEditor row={choice.row} kind={kind} item={item} onClose={() => setIsEditing(false)} />
      </li>
    );
  }
  const { subtitle, description, list, more } = faceOf(kind, item);
  return (
    <li className="lore-card" data-chosen={choice?.chosen === true}>
      <div className="flex items-start gap-3">
        {choice !== null && (
          <input
            type="checkbox"
            className="lore-choice"
            aria-label={`Use ${item.name} in the story`}
            checked={choice.chosen}
            disabled={!choice.chosen && !choice.canChoose}
            onChange={(event) => choice.onChoose(event.target.checked)}
          />
        )}
        <h3 dir="auto" className="min-w-0 flex-1 font-serif text-lg leading-snug">
          {item.name}
        </h3>
        {sample && <span className="tag mt-1">Sample</span>}
        {choice !== null && (
          <button
            ref={editButton}
            type="button"
            aria-label={`Edit ${item.name}`}
            className="button button-quiet -my-2 -mr-3 size-10 min-h-0 p-0"
            onClick={() => setIsEditing(true)}
          >
            <Pencil aria-hidden="true" className="size-4" />
          </button>
        )}
        {choice !== null && (
          <button
            type="button"
            aria-label={`Remove ${item.name}`}
            className="button button-quiet -m-2 size-10 min-h-0 p-0"
            onClick={choice.onRemove}
          >
            <X aria-hidden="true" className="size-4" />
          </button>
        )}
      </div>
      <p dir="auto" className="-mt-2 text-sm text-ink-soft">
        {subtitle}
      </p>
      <p dir="auto" className="text-sm">
        {description}
      </p>
      <details className="text-sm" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
        <summary className="w-fit cursor-pointer text-ink-soft hover:text-ink">
          More<span className="sr-only"> about {item.name}</span>
        </summary>
        <dl className="mt-2 grid gap-2">
          <div>
            <dt className="text-ink-soft">{list.label}</dt>
            <dd dir="auto">{list.entries.join(' · ')}</dd>
          </div>
          {more.map(({ label, text }) => (
            <div key={label}>
              <dt className="text-ink-soft">{label}</dt>
              <dd dir="auto">{text}</dd>
            </div>
          ))}
        </dl>
        {isOpen && choice !== null && <LoreVersions row={choice.row} kind={kind} />}
      </details>
    </li>
  );
}

/** Where the next item will be. */
export function LoreCardToCome() {
  return (
    <li className="lore-card" aria-hidden="true">
      <span className="rubric-line w-1/2" />
      <span className="rubric-line w-3/4" />
      <span className="rubric-line max-w-none" />
    </li>
  );
}
