import type { LoreKind } from '../../tasks/lore/lore-contract.ts';
import { VersionList } from '../edits/version-list.tsx';
import { useEdits } from '../edits/use-edits.ts';
import type { LoreItem } from './generators.ts';
import { type EditedAs, editedAs, isLore } from './lore-shelf.ts';

/** The versions of an item that is on the shelf. Nothing where it was never edited. */
export function LoreVersions({ row, kind }: { readonly row: EditedAs; readonly kind: LoreKind }) {
  const { subject, part } = editedAs(row);
  const edits = useEdits<LoreItem>(subject, (item) => isLore({ kind, item }), { part });
  return (
    <div className="mt-3">
      <VersionList
        edits={edits}
        part={part}
        original="As the job wrote it"
        describe={({ name }) => name}
        renderVersion={({ description }) => <p dir="auto">{description}</p>}
      />
    </div>
  );
}
