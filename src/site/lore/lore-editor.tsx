import type { z } from 'zod';
import { lore, type LoreKind } from '../../tasks/lore/lore-contract.ts';
import { FieldsEditor } from '../edits/fields-editor.tsx';
import { useEdits } from '../edits/use-edits.ts';
import type { LoreItem } from './generators.ts';
import { fieldsOf } from './lore-face.ts';
import { type EditedAs, editedAs } from './lore-shelf.ts';

export interface LoreEditorProps {
  readonly row: EditedAs;
  readonly kind: LoreKind;
  readonly item: LoreItem;
  readonly onClose: () => void;
}

/** An item of lore in place of its card, to be changed. */
export function LoreEditor({ row, kind, item, onClose }: LoreEditorProps) {
  const { subject, part } = editedAs(row);
  const schema: z.ZodType<LoreItem> = lore[kind];
  const edits = useEdits<LoreItem>(subject, () => true, { part, enabled: false });
  return (
    <FieldsEditor
      title={`Edit ${item.name}`}
      fields={fieldsOf(kind)}
      schema={schema}
      content={item}
      action={edits.action}
      onSave={(content) => void edits.save(content, { part }).then((saved) => saved && onClose())}
      onClose={onClose}
    />
  );
}
